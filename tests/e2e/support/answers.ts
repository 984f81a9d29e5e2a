import type { Page, WebSocketRoute } from '@playwright/test';
import { z } from 'zod';

/** What the core of a test says to the calls that `fail` picked. */
export const BROKEN = 'The disk did not answer.';

/** A call as it goes over the socket; an event stream's later frames have a type and no address. */
const frameSchema = z.object({
  i: z.union([z.string(), z.number()]),
  t: z.number().optional(),
  p: z.object({ u: z.string().optional() }).optional(),
});

/**
 * Stands between a page and its core: lets calls through, keeps them waiting (`hold`), or answers
 * them with an error (`fail`). Call names are those of the contract: `contacts.page`.
 */
export class Answers {
  private held: RegExp | null = null;
  private failed: RegExp | null = null;
  private waiting: (() => void)[] = [];

  /** Takes its place between. A socket that is open cannot be entered: load the page anew. */
  static async of(page: Page): Promise<Answers> {
    const answers = new Answers();
    await page.routeWebSocket('**/rpc', (socket) => answers.enter(socket));
    return answers;
  }

  /** From now on these calls wait until `release`. */
  hold(calls: RegExp): void {
    this.held = calls;
  }

  /** From now on these calls end with `BROKEN`, and nothing of them reaches the core. */
  fail(calls: RegExp): void {
    this.failed = calls;
  }

  /** Calls go through again, those that waited too. */
  release(): void {
    this.held = null;
    this.failed = null;
    const waiting = this.waiting;
    this.waiting = [];
    for (const pass of waiting) pass();
  }

  private enter(socket: WebSocketRoute): void {
    const core = socket.connectToServer();
    socket.onMessage((message) => {
      const pass = () => core.send(message);
      const frame = typeof message === 'string' ? frameSchema.parse(JSON.parse(message)) : null;
      const call = frame?.p?.u?.split('?')[0]?.slice(1).replaceAll('/', '.');
      if (frame === null || call === undefined) pass();
      else if (this.failed?.test(call) === true) socket.send(broken(frame.i));
      else if (this.held?.test(call) === true) this.waiting.push(pass);
      else pass();
    });
  }
}

/** The frame of a refusal, as the core's own error encoder writes it. */
function broken(id: string | number): string {
  const error = {
    defined: true,
    code: 'SIAR',
    status: 500,
    message: BROKEN,
    data: { code: 'disk-broken', kind: 'failed' },
  };
  return JSON.stringify({ i: id, p: { s: 500, b: { json: error } } });
}
