import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BEARERBOX = '/usr/sbin/bearerbox';
const SMSBOX = '/usr/sbin/smsbox';
const FAKESMSC = '/usr/lib/kannel/test/fakesmsc';

/** Why Kannel cannot be run here, or null: Debian's packages `kannel` and `kannel-extras`. */
export function kannelMissing(): string | null {
  const missing = [BEARERBOX, SMSBOX, FAKESMSC].filter((file) => !existsSync(file));
  return missing.length === 0
    ? null
    : `Debian's kannel and kannel-extras are not installed (${missing.join(', ')})`;
}

/** A Kannel of this test alone, on loopback. */
export type Kannel = {
  /** Address of its smsbox. */
  readonly url: string;
  /** What its fake operator took, one line for each message; empty with another operator. */
  readonly taken: readonly string[];
  stop(): Promise<void>;
};

/** The operator behind it: Kannel's own fakesmsc, or an SMSC that it binds to by SMPP. */
export type Operator =
  | {
      kind: 'fake';
      /** A message from a phone (`FROM TO text WORDS`) that it delivers at once. */
      says?: string;
      /** The `get-url` to which Kannel hands messages from phones. */
      handsTo?: string;
    }
  | { kind: 'smpp'; port: number };

/** Credentials of the one sendsms-user. */
export const KANNEL_SECRETS = { username: 'tester', password: 'secret' };

/**
 * Starts bearerbox, smsbox and, with the fake operator, fakesmsc; resolves once messages can go through.
 * `logs`: as the configuration that the package brings has them (all that the boxes do, into files).
 */
export async function startKannel(
  operator: Operator,
  { logs = false }: { logs?: boolean } = {},
): Promise<Kannel> {
  const folder = await mkdtemp(join(tmpdir(), 'siar-kannel-'));
  const [admin, box, sendsms, fake] = await freePorts(4);
  const children: ChildProcess[] = [];
  const taken: string[] = [];
  const run = (program: string, args: string[], onLine?: (line: string) => void) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let rest = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString('latin1')).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    }
  };
  async function stop(): Promise<void> {
    // A bearerbox with messages in its queue waits for minutes on a milder signal.
    await Promise.all(children.toReversed().map((child) => killed(child)));
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const conf = join(folder, 'kannel.conf');
    const quiet = logs ? [] : ['-v', '3'];
    await writeFile(conf, config({ admin, box, sendsms, fake }, operator, logs));
    run(BEARERBOX, [...quiet, conf]);
    await untilOpen(box);
    run(SMSBOX, [...quiet, conf]);
    await untilOpen(sendsms);
    if (operator.kind === 'fake') {
      const { says } = operator;
      const said = says === undefined ? ['-m', '0', '1 2 text nothing'] : ['-m', '1', says];
      const args = ['-H', '127.0.0.1', '-r', String(fake), ...said];
      run(FAKESMSC, args, (line) => {
        if (line.includes('Got message')) taken.push(line);
      });
    }
    await untilOnline(admin);
    return { url: `http://127.0.0.1:${sendsms}`, taken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = { admin: number; box: number; sendsms: number; fake: number };

function config({ admin, box, sendsms, fake }: Ports, operator: Operator, logs: boolean): string {
  const log = (name: string) => (logs ? `log-file = "${name}.log"` : '');
  const smsc =
    operator.kind === 'fake'
      ? `smsc = fake
smsc-id = OP
port = ${fake}
connect-allow-ip = "127.0.0.1"`
      : `smsc = smpp
smsc-id = OP
host = 127.0.0.1
port = ${operator.port}
transceiver-mode = true
smsc-username = kannel
smsc-password = secret
system-type = ""
interface-version = 34
max-pending-submits = 10
throughput = 0
source-addr-autodetect = true
dest-addr-ton = 1
dest-addr-npi = 1`;
  return `group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = adminpw
status-password = statuspw
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
store-type = file
store-location = "kannel.store"
dlr-storage = internal
${log('bearerbox')}

group = smsc
${smsc}

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${box}
sendsms-port = ${sendsms}
sendsms-interface = 127.0.0.1
mo-recode = true
http-request-retry = 20
http-queue-delay = 1
${log('smsbox')}

group = sendsms-user
username = ${KANNEL_SECRETS.username}
password = ${KANNEL_SECRETS.password}
max-messages = 10
concatenation = true
user-allow-ip = "127.0.0.1"
${service(operator)}`;
}

/** As resources/docs/replies.md tells people to write it. */
function service(operator: Operator): string {
  if (operator.kind !== 'fake' || operator.handsTo === undefined) return '';
  return `
group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
get-url = "${operator.handsTo}"
`;
}

async function freePorts(count: number): Promise<[number, number, number, number]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [a = 0, b = 0, c = 0, d = 0] = ports;
  return [a, b, c, d];
}

async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Kannel: ${what} never came`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function untilOpen(port: number): Promise<void> {
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  return eventually(isOpen, `port ${port}`);
}

function untilOnline(admin: number): Promise<void> {
  return eventually(async () => {
    const url = `http://127.0.0.1:${admin}/status.txt?password=statuspw`;
    const text = await fetch(url).then(
      (answer) => answer.text(),
      () => '',
    );
    return /OP\S*.*\(online/.test(text) && /smsbox/.test(text);
  }, 'the connection to the operator');
}

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
