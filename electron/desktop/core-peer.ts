import type { z } from 'zod';
import { SiarError, failed } from '#shared/contract/errors.ts';
import { envelopeSchema } from '#desktop/core-messages.ts';

type Call = { input: z.ZodType; output: z.ZodType };
type Calls = Record<string, Call>;

/** The functions that answer a set of calls. */
export type Answers<C extends Calls> = {
  [K in keyof C]: (input: z.output<C[K]['input']>) => Promise<z.input<C[K]['output']>>;
};

/** One end of the conversation between main and the core's process. */
export type CorePeer<C extends Calls> = {
  /**
   * Asks the other side. Rejects with the other side's SiarError, or `core-gone` once closed.
   * Waits as long as the other side lives: an export may take minutes.
   */
  ask<K extends keyof C & string>(
    call: K,
    input: z.input<C[K]['input']>,
  ): Promise<z.output<C[K]['output']>>;
  /** Tells something that needs no answer. */
  tell(news: unknown): void;
  /** Feeds what arrived. Anything that is not understood is reported to `onBad` and dropped. */
  receive(data: unknown): void;
  /** The other side is gone: everything still asked fails. */
  close(): void;
};

type Waiting = { call: string; resolve(output: unknown): void; reject(error: unknown): void };

/** See CorePeer. `asks` and `answers` are the two directions; schemas are checked on arrival. */
export function createCorePeer<Asks extends Calls, Serves extends Calls>(options: {
  asks: Asks;
  serves: Serves;
  answers: Answers<Serves>;
  post(message: unknown): void;
  onNews(news: unknown): void;
  onBad(message: string): void;
}): CorePeer<Asks> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closed = false;

  const isServed = (name: string): name is keyof Serves & string =>
    Object.hasOwn(options.serves, name);
  const serve = async <K extends keyof Serves & string>(name: K, input: unknown) => {
    const schema: Serves[K] | undefined = options.serves[name];
    if (!schema) throw failed('unknown-call', 'There is no such call.');
    return options.answers[name](parseWith<Serves[K]['input']>(schema.input, input));
  };

  const answer = async (name: string, id: number, input: unknown) => {
    try {
      if (!isServed(name)) throw failed('unknown-call', 'There is no such call.');
      options.post({ answer: id, output: await serve(name, input) });
    } catch (error) {
      if (!(error instanceof SiarError)) options.onBad(`${name} failed: ${describe(error)}`);
      options.post({ refusal: id, failure: toFailure(error) });
    }
  };

  const take = (id: number) => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };

  return {
    ask(call, input) {
      if (closed) return Promise.reject(gone());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, {
          call,
          reject,
          resolve(output) {
            const schema = options.asks[call]?.output;
            const parsed = schema?.safeParse(output);
            if (parsed?.success) resolve(parsed.data as z.output<Asks[typeof call]['output']>);
            else reject(failed('internal', `The answer to ${call} was not understood.`));
          },
        });
        options.post({ call, id, input });
      });
    },
    tell: (news) => options.post({ tell: news }),
    receive(data) {
      const parsed = envelopeSchema.safeParse(data);
      if (!parsed.success) return options.onBad('a message was not understood and was dropped');
      const message = parsed.data;
      if ('call' in message) void answer(message.call, message.id, message.input);
      else if ('answer' in message) take(message.answer)?.resolve(message.output);
      else if ('refusal' in message) {
        const { kind, code, message: text, details } = message.failure;
        take(message.refusal)?.reject(new SiarError(kind, code, text, details));
      } else options.onNews(message.tell);
    },
    close() {
      closed = true;
      for (const question of waiting.values()) question.reject(gone());
      waiting.clear();
    },
  };
}

function parseWith<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  return schema.parse(input);
}

function gone() {
  return failed(
    'core-gone',
    'The part of Siar that sends has ended, so this could not be done. What was recorded is safe; it is being started again.',
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function toFailure(error: unknown) {
  if (error instanceof SiarError) {
    const { code, kind, message, details } = error;
    return { code, kind, message, details };
  }
  return {
    code: 'internal',
    kind: 'failed',
    message: 'Something went wrong inside Siar. What was already recorded is safe; see the log.',
  };
}
