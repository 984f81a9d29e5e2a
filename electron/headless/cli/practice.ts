import { resolve } from 'node:path';
import { Argument, Option, type Command } from 'commander';
import type { PracticeServerOptions } from '#core/gateways/practice/server.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { untilAborted } from '#headless/cli/until-aborted.ts';

/** What the practice gateway can imitate. */
const PROFILES = ['esms', 'sms123', 'maysms', 'smpp'] as const;
type Profile = (typeof PROFILES)[number];
type Options = { port: number; profile: Profile; script?: string; record?: string };

/** `siar practice`: the practice gateway alone, until a signal ends it. */
export function addPracticeCommand(program: Command, cli: Cli): void {
  program
    .command('practice')
    .description('run the practice gateway alone: real HTTP or SMPP, no messages, faults by script')
    .addArgument(new Argument('[profile]', 'which gateway it imitates').choices(PROFILES))
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .addOption(
      new Option('--profile <name>', 'the same as an option').choices(PROFILES).default('esms'),
    )
    .option('--script <file>', 'JSON file that says what goes wrong')
    .option('--record <file>', 'append one JSON line per message it took')
    .action(async (named: Profile | undefined, options: Options) => {
      const { readPracticeScript } = await import('#core/gateways/practice/script.ts');
      const server = await start(named ?? options.profile, {
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

async function start(
  profile: Profile,
  options: Pick<PracticeServerOptions, 'port' | 'script' | 'record'>,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  if (profile === 'sms123' || profile === 'maysms') {
    const { createSms123Practice } = await import('#core/gateways/practice/sms123-endpoints.ts');
    return createSms123Practice({ ...options, brand: profile });
  }
  if (profile === 'smpp') {
    const { createSmppPracticeServer } = await import('#core/gateways/smpp/practice/server.ts');
    return createSmppPracticeServer(options);
  }
  const { createPracticeServer } = await import('#core/gateways/practice/server.ts');
  return createPracticeServer(options);
}
