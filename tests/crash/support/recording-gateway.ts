import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';

/** A message that the gateway took: from here on it is charged and on its way. */
export type Taken = { to: string; text: string; reference: string };

/** How often each fault hits a request, from 0 to 1. */
export type Faults = {
  latencyMs: number;
  /** The connection is cut before the message is taken. */
  cutBefore: number;
  /** The connection is cut after it was taken. */
  cutAfter: number;
  /** Answered with 500 after it was taken. */
  failAfter: number;
};

/** An HTTP gateway that remembers everything it took, whoever dies around it. */
export type RecordingGateway = {
  readonly url: string;
  readonly taken: Taken[];
  /** Requests that came with a reference known already, and were answered as the first one was. */
  readonly repeats: { same: number; different: number };
  /** Requests that got no clear answer. */
  failed(): number;
  /** Until nobody is connected: what a killed sender had on its way has arrived, or never will. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

/** See RecordingGateway. `dedupe`: a reference is taken once. `random` decides faults and latency. */
export async function startRecordingGateway(options: {
  dedupe: boolean;
  faults: Faults;
  random: () => number;
}): Promise<RecordingGateway> {
  const { dedupe, faults, random } = options;
  const taken: Taken[] = [];
  const known = new Map<string, { id: string; body: string }>();
  const repeats = { same: 0, different: 0 };
  let failed = 0;

  function take(body: string): string {
    const message = JSON.parse(body) as Taken;
    const before = known.get(message.reference);
    if (before && dedupe) {
      repeats[before.body === body ? 'same' : 'different'] += 1;
      return before.id;
    }
    const id = randomUUID();
    known.set(message.reference, { id, body });
    taken.push(message);
    return id;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (random() < faults.cutBefore) {
      failed += 1;
      return void request.socket.destroy();
    }
    const id = take(body);
    const [cut, fail] = [random() < faults.cutAfter, random() < faults.failAfter];
    if (cut || fail) failed += 1;
    await new Promise((resolve) => setTimeout(resolve, random() * faults.latencyMs));
    if (cut) return void request.socket.destroy();
    response.writeHead(fail ? 500 : 200).end(fail ? '' : JSON.stringify({ id }));
  }

  const server = createServer((request, response) => {
    // A sender that was killed in the middle of a request is what this is for.
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    repeats,
    failed: () => failed,
    async quiet() {
      const connected = () =>
        new Promise<number>((resolve) => {
          server.getConnections((_error, count) => resolve(count));
        });
      while ((await connected()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
