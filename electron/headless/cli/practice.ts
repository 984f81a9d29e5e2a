import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { untilAborted } from '#headless/cli/until-aborted.ts';

type Options = { port: number; profile: 'esms'; script?: string; record?: string };

/** `siar practice`: the practice gateway alone, until a signal ends it. */
export function addPracticeCommand(program: Command, cli: Cli): void {
  program
    .command('practice')
    .description('run the practice gateway alone: real HTTP, no messages, faults by script')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .addOption(
      new Option('--profile <name>', 'which gateway it imitates').choices(['esms']).default('esms'),
    )
    .option('--script <file>', 'JSON file that says what goes wrong')
    .option('--record <file>', 'append one JSON line per message it took')
    .action(async (options: Options) => {
      const { createPracticeServer } = await import('#core/gateways/practice/server.ts');
      const { readPracticeScript } = await import('#core/gateways/practice/script.ts');
      const server = await createPracticeServer({
        port: options.port,
        script: options.script === undefined ? undefined : await readPracticeScript(options.script),
        record: options.record === undefined ? undefined : resolve(options.record),
      });
      const { url, port } = server;
      cli.output.result(
        { url, port, pid: process.pid },
        () =>
          `The practice gateway is at ${url}\nIt takes messages and sends none. Ctrl-C ends it.`,
      );
      await untilAborted(cli.interrupted);
      await server.close();
    });
}
