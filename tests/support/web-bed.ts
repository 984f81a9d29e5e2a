import { WebSocket } from 'ws';
import { z } from 'zod';
import { systemClock } from '#core/ports.ts';
import type { Core } from '#core/create-core.ts';
import { createSessions } from '#headless/session.ts';
import { startWebServer } from '#headless/web-server.ts';

const frameSchema = z.object({
  i: z.string(),
  p: z.object({ s: z.number().optional(), b: z.unknown() }).loose(),
});
const bodySchema = z.object({ json: z.unknown() });
const errorSchema = z.object({ data: z.object({ code: z.string() }).loose() }).loose();

/** What a hand-written frame was answered: a value, or the code of the refusal. */
export type Answer = { code: string | null; value: unknown };

/** A browser without the page: a cookie and a WebSocket whose frames a test writes by hand. */
export type RawBrowser = {
  readonly origin: string;
  readonly cookie: string;
  /** Calls `/campaigns/start` and the like. */
  call(path: string, input?: unknown): Promise<Answer>;
  close(): void;
};

/** The web server of an open core, on loopback. */
export async function openWeb(core: Core) {
  const sessions = createSessions({ clock: systemClock, password: null });
  const web = await startWebServer({
    core,
    sessions,
    host: '127.0.0.1',
    port: 0,
    rendererFolder: '/nowhere',
  });
  const origin = `http://127.0.0.1:${web.port}`;
  return {
    /** A new browser session, through a one-time link. */
    async browser(): Promise<RawBrowser> {
      const link = await fetch(`${origin}/?token=${sessions.issueToken()}`, { redirect: 'manual' });
      const cookie = link.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      return openBrowser(origin, cookie);
    },
    /** One more page of the same browser. */
    page: (cookie: string) => openBrowser(origin, cookie),
    close: () => web.close(),
  };
}

async function openBrowser(origin: string, cookie: string): Promise<RawBrowser> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
    headers: { origin, cookie },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<string, (answer: Answer) => void>();
  socket.on('message', (data: Buffer) => {
    const frame = frameSchema.parse(JSON.parse(data.toString('utf8')));
    waiting.get(frame.i)?.(toAnswer(frame.p));
    waiting.delete(frame.i);
  });
  let last = 0;
  return {
    origin,
    cookie,
    call(path, input) {
      last += 1;
      const i = String(last);
      const answered = new Promise<Answer>((resolve) => waiting.set(i, resolve));
      const body = input === undefined ? {} : { json: input };
      socket.send(JSON.stringify({ i, p: { u: path, b: body } }));
      return answered;
    },
    close: () => socket.terminate(),
  };
}

function toAnswer({ s = 200, b }: z.infer<typeof frameSchema>['p']): Answer {
  const body = bodySchema.safeParse(b);
  const value = body.success ? body.data.json : undefined;
  const failure = errorSchema.safeParse(value);
  return { value, code: s < 400 ? null : failure.success ? failure.data.data.code : `status-${s}` };
}
