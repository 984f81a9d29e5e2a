import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { addRatesCommands } from '#headless/cli/credits-rates.ts';

/** `siar credits …`. */
export function addCreditsCommands(program: Command, cli: Cli): void {
  const credits = program.command('credits').description('credits and what messages cost');
  addRatesCommands(credits, cli);
}
