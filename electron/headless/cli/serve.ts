import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import { untilAborted } from '#headless/cli/until-aborted.ts';

/** `siar serve`: core, engine and web pages until a signal ends them. */
export function addServeCommand(program: Command, cli: Cli): void {
  program
    .command('serve')
    .description('show the pages in a browser and send what is due')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .option('--no-open', 'do not open a browser')
    .action(async (options: { host: string; port: number; open: boolean }) => {
      const { serve } = await import('#headless/serve.ts');
      const how = {
        dataFolder: cli.dataFolder(),
        stateFolder: cli.stateFolder(),
        host: options.host,
        port: options.port,
        password: process.env['SIAR_PASSWORD'] || null,
        secrets: cli.secrets(),
        logger: cli.logger(),
      };
      let serving = await serve(how);
      const { url, port, pid } = serving;
      cli.output.result({ url, port, pid }, () =>
        serving.own
          ? `Siar is at ${url}\nThe link works once. Ctrl-C ends Siar; campaigns then wait until it runs again.`
          : `Siar already runs here (process ${pid}). A new link to it: ${url}`,
      );
      if (options.open && !process.env['CI']) openBrowser(url);
      if (!serving.own) return;
      const ended = untilAborted(cli.interrupted);
      for (;;) {
        const again = await Promise.race([ended, serving.quitAsked, serving.restartAsked]);
        if (again === undefined) break;
        // A new start in the same process, on the same port: a staged copy is put in place by it.
        await serving.stop();
        serving = await serve({ ...how, ...again });
      }
      if (!cli.output.json) cli.output.note('Finishing the messages in flight …');
      await serving.stop();
    });
}

function openBrowser(url: string): void {
  const [command, ...args] =
    platform() === 'win32'
      ? ['cmd', '/c', 'start', '""', url]
      : [platform() === 'darwin' ? 'open' : 'xdg-open', url];
  // Where no browser can be opened the printed link is enough.
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}
