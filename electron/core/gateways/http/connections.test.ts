import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient } from '#core/gateways/http/client.ts';

const MOST = 2;
const never = new AbortController().signal;

/** Requests in the order in which they came, each answered when the test says so. */
let asked: { path: string; answer: ServerResponse }[] = [];
let sockets = 0;
let client: HttpClient;
let stop: () => void;

beforeEach(async () => {
  asked = [];
  sockets = 0;
  const server = createServer((request, answer) => {
    asked.push({ path: request.url ?? '', answer });
  });
  server.on('connection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createHttpClient(`http://127.0.0.1:${port}`, { maxConnections: MOST });
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => stop());

const call = (path: string) => client.call({ method: 'GET', path }, never);
const paths = () => asked.map(({ path }) => path);
const until = (requests: number) => expect.poll(() => asked.length).toBe(requests);

describe('the connections to a gateway', () => {
  it('carry one request each, and the others wait in the order of asking', async () => {
    const calls = ['/1', '/2', '/3', '/4'].map(call);
    await until(MOST);
    expect(paths().toSorted()).toEqual(['/1', '/2']);
    asked[0]!.answer.end('a');
    await until(3);
    expect(paths()[2]).toBe('/3');
    asked[2]!.answer.end('b');
    await until(4);
    asked[1]!.answer.end('c');
    asked[3]!.answer.end('d');
    const answers = await Promise.all(calls);
    expect(answers.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer', 'answer']);
    expect(sockets).toBe(MOST);
  });

  it('are not more than are needed', async () => {
    for (const path of ['/1', '/2', '/3']) {
      const one = call(path);
      await until(Number(path.slice(1)));
      asked.at(-1)!.answer.end();
      await one;
    }
    expect(sockets).toBe(1);
  });

  it('are made anew where one broke, for those who wait too', async () => {
    const calls = ['/1', '/2', '/3'].map(call);
    await until(MOST);
    const broken = paths()[0];
    asked[0]!.answer.destroy();
    await until(3);
    for (const { answer } of asked) answer.end();
    const answers = await Promise.all(calls);
    const kinds = answers.map(({ kind }, i) => (`/${i + 1}` === broken ? 'answer' : kind));
    expect(kinds).toEqual(['answer', 'answer', 'answer']);
    expect(answers[Number(broken!.slice(1)) - 1]).toMatchObject({ kind: 'failed', sent: true });
  });

  it('close when all who wait are served', async () => {
    const calls = ['/1', '/2', '/3'].map(call);
    await until(MOST);
    let closed = false;
    const closing = client.close().then(() => (closed = true));
    asked[0]!.answer.end();
    await until(3);
    expect(closed).toBe(false);
    asked[1]!.answer.end();
    asked[2]!.answer.end();
    const answers = await Promise.all(calls);
    expect(answers.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
    await closing;
  });
});
