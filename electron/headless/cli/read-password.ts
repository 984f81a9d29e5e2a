import { createInterface } from 'node:readline';
import { invalid } from '#shared/contract/errors.ts';

/** Lines that may come on stdin, each as long as this at most. */
const MAX_LINE = 1_000;

/**
 * Secrets one after the other, never as arguments: with `fromStdin` the lines of stdin, on a terminal
 * as hidden questions. Answers null where neither is there.
 */
export type SecretReader = (question: string) => Promise<string | null>;

/** See SecretReader. */
export function readSecrets({ fromStdin }: { fromStdin: boolean }): SecretReader {
  if (!fromStdin) return (question) => (process.stdin.isTTY ? askHidden(question) : noAnswer());
  const lines = createInterface({ input: process.stdin, terminal: false })[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await lines.next();
    const line = done ? '' : value;
    if (line.length > MAX_LINE) {
      throw invalid('bad-password', 'A line on stdin is too long. Nothing was changed.');
    }
    return line === '' ? null : line;
  };
}

async function noAnswer(): Promise<null> {
  return null;
}

/** Reads a line from the terminal without showing it. Ctrl-C ends the process as always. */
function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(`${question}: `);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve) => {
    let typed = '';
    const onData = (chunk: Buffer) => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n' || character === '\u0004') {
          stdin.off('data', onData);
          stdin.setRawMode(false);
          stdin.pause();
          stderr.write('\n');
          resolve(typed);
          return;
        }
        if (character === '\u0003') {
          stdin.setRawMode(false);
          stderr.write('\n');
          process.exit(130);
        }
        typed = /[\b\u007f]/.test(character)
          ? Array.from(typed).slice(0, -1).join('')
          : `${typed}${character}`;
      }
    };
    stdin.on('data', onData);
  });
}
