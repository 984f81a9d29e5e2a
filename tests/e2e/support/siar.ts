import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { campaignStatusSchema, type CampaignStatus } from '#shared/contract/campaign-status.ts';
import { importResultSchema, type ImportResult } from '#shared/contract/imports.ts';
import { runCommand, startRunning, type Running } from '#tests/e2e/support/processes.ts';
import { freePort } from '#tests/support/free-port.ts';

/** What a test's people are: the columns of a CSV file. */
export type Row = Readonly<Record<string, string>>;

/** A Siar of a test: a data folder of its own, and the processes that work on it. */
export type Siar = {
  /** Temporary files may go here too; removed at the end. */
  readonly folder: string;
  /** A link that signs in once. */
  readonly link: string;
  readonly port: number;
  /** What the server wrote to its log so far. */
  log(): string;
  /** Runs a command on the same folder (it becomes a client of the server) and answers its JSON. */
  cli(...args: string[]): Promise<unknown>;
  status(campaign: string): Promise<CampaignStatus>;
  /** Adds the practice gateway inside Siar. */
  addPractice(options?: { rate?: number }): Promise<void>;
  /** Adds a gateway that talks to a practice gateway of its own process over HTTP. */
  addRemote(name: string, url: string, options?: { dlrListen?: string }): Promise<void>;
  /** Adds a Kannel that is never asked to send, and answers how it hands a message from a phone over. */
  addKannel(): Promise<(from: string, text: string) => Promise<void>>;
  /** Runs `siar practice` with a script of faults; stopped at the end. */
  practice(script?: object, port?: number): Promise<Running>;
  /** Writes a file into the folder and answers its path. */
  write(name: string, content: string): Promise<string>;
  /** Imports people as a CSV file with the keys of the first as header. */
  importPeople(list: string, rows: readonly Row[]): Promise<ImportResult>;
  /** Makes a campaign and answers its id. */
  createCampaign(options: {
    name: string;
    list: string;
    text: string;
    gateway?: string;
    rate?: number;
  }): Promise<string>;
  stop(): Promise<void>;
  /** Starts the server again: on the same port, with new links. */
  start(): Promise<void>;
  /** Ends every process and removes the folder. */
  close(): Promise<void>;
};

/** Quotes every value: names and texts with commas, quotes and line breaks stay whole. */
export function toCsv(rows: readonly Row[]): string {
  const keys = Object.keys(rows[0] ?? {});
  const line = (values: readonly string[]) =>
    values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
  return [line(keys), ...rows.map((row) => line(keys.map((key) => row[key] ?? '')))].join('\r\n');
}

/** The nth ordinary Malaysian mobile: clear of the practice gateway's magic numbers. */
export function phoneOf(n: number): string {
  return `6012${String(n).padStart(7, '0')}`;
}

/** `n` people with names and one field. */
export function makePeople(n: number, first = 1): Row[] {
  return Array.from({ length: n }, (_, index) => ({
    Name: `Person ${first + index}`,
    Phone: phoneOf(first + index),
    Town: ['Ipoh', 'Klang', 'Melaka', '槟城'][index % 4] ?? '',
  }));
}

/** A new Siar with a running server. Close it. */
export async function openSiar(): Promise<Siar> {
  const folder = await mkdtemp(join(tmpdir(), 'siar-e2e-'));
  const data = join(folder, 'data');
  const practices: Running[] = [];
  let server: Running | null = null;
  const current = (): Running => {
    if (server === null) throw new Error('the server of this test is stopped');
    return server;
  };
  const run = async (args: readonly string[], input?: string): Promise<unknown> => {
    const { code, json } = await runCommand(['--data', data, ...args], input);
    if (code !== 0) throw new Error(`siar ${args.join(' ')} (${code}): ${JSON.stringify(json)}`);
    return json;
  };
  const rateOf = (rate: number | undefined) => (rate === undefined ? [] : ['--rate', String(rate)]);
  const logs: (() => string)[] = [];
  let lastPort = 0;
  const siar: Siar = {
    folder,
    get link() {
      return current().url;
    },
    get port() {
      return current().port;
    },
    log: () => logs.map((log) => log()).join(''),
    cli: (...args) => run(args),
    status: async (campaign) =>
      campaignStatusSchema.parse(await run(['campaign', 'status', campaign])),
    async addPractice({ rate } = {}) {
      await run(['gateway', 'add', 'Practice', '--driver', 'practice', ...rateOf(rate)]);
    },
    async addRemote(name, url, { dlrListen } = {}) {
      const secrets = JSON.stringify({ apiKey: 'key', apiSecret: 'secret' });
      const args = ['--driver', 'esms', '--url', url, '--secrets-stdin'];
      if (dlrListen !== undefined) args.push('--dlr-listen', dlrListen);
      await run(['gateway', 'add', name, ...args], secrets);
    },
    async addKannel() {
      const listen = `127.0.0.1:${await freePort()}`;
      const args = ['--driver', 'kannel', '--url', 'http://127.0.0.1:9', '--dlr-listen', listen];
      const secrets = JSON.stringify({ username: 'u', password: 'p' });
      await run(['gateway', 'add', 'Kannel', ...args, '--secrets-stdin'], secrets);
      const { replies } = z
        .object({ replies: z.string() })
        .parse(await run(['gateway', 'address', 'Kannel']));
      return async (from, text) => {
        const url = replies
          .replace('%q', encodeURIComponent(`+${from}`))
          .replace('%Q', '12345')
          .replace('%b', encodeURIComponent(text))
          .replace('%I', randomUUID());
        const { status } = await fetch(url);
        if (status !== 200) throw new Error(`the reply was answered with ${status}`);
      };
    },
    async practice(script, port = 0) {
      const args = ['practice', '--port', String(port)];
      if (script !== undefined) {
        args.push('--script', await siar.write('script.json', JSON.stringify(script)));
      }
      const running = await startRunning(args);
      practices.push(running);
      return running;
    },
    async write(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    async importPeople(list, rows) {
      const file = await siar.write(`${randomUUID()}.csv`, toCsv(rows));
      return importResultSchema.parse(await run(['import', file, '--list', list]));
    },
    async createCampaign({ name, list, text, gateway = 'Practice', rate }) {
      const message = ['--list', list, '--text', text, '--gateway', gateway];
      const made = await run([
        'campaign',
        'create',
        name,
        ...message,
        '--window',
        'always',
        ...rateOf(rate),
      ]);
      return String(campaignStatusSchema.parse(made).id);
    },
    async stop() {
      await server?.stop();
      server = null;
    },
    async start() {
      const args = ['--data', data, 'serve', '--port', String(lastPort), '--no-open'];
      const started = await startRunning(args);
      server = started;
      logs.push(() => started.log());
      lastPort = started.port;
    },
    async close() {
      await siar.stop();
      await Promise.all(practices.map((one) => one.stop()));
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  await siar.start();
  return siar;
}
