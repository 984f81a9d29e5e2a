import { resolve } from 'node:path';
import type { Command } from 'commander';
import { positiveNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { untilAborted } from '#headless/cli/until-aborted.ts';

type Options = {
  folder: string;
  listen: string;
  allowPlainHttp?: true;
  keepDays?: number;
  newKey?: true;
};

const DAY_MS = 86_400_000;

/** `siar relay`: takes callbacks on a server and keeps them for Siar, until a signal ends it. */
export function addRelayCommand(program: Command, cli: Cli): void {
  program
    .command('relay')
    .description('on a server: take the gateways’ delivery reports until Siar fetches them')
    .requiredOption('--folder <folder>', 'where its key and the reports are kept')
    .option('--listen <host:port>', 'where it listens, behind a proxy for TLS', '127.0.0.1:8791')
    .option('--allow-plain-http', 'listen on other addresses than this computer’s own too')
    .option('--keep-days <number>', 'forget reports nobody fetched for so long', positiveNumber)
    .option('--new-key', 'make a new key; addresses given to gateways change with it')
    .action(async (options: Options) => {
      const { runRelay } = await import('#core/relay/server/run-relay.ts');
      const relay = await runRelay({
        folder: resolve(options.folder),
        listen: options.listen,
        allowPlainHttp: options.allowPlainHttp ?? false,
        replaceKey: options.newKey ?? false,
        keepMs: options.keepDays === undefined ? undefined : options.keepDays * DAY_MS,
        logger: cli.logger(),
      });
      const { host, port, keyFile, waiting } = relay;
      const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
      cli.output.result(
        { url, port, pid: process.pid, keyFile, waiting },
        () =>
          `The relay listens on ${url}\nIts key is in ${keyFile}: give it to Siar with \`siar gateway relay set\`.\nReports that wait: ${waiting}. Ctrl-C ends it; nothing is lost.`,
      );
      await untilAborted(cli.interrupted);
      await relay.close();
    });
}
