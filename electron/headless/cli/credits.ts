import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { addCreditsAccounts } from '#headless/cli/credits-accounts.ts';
import { addBalanceCommands } from '#headless/cli/credits-balance.ts';
import { addCreditsLedger } from '#headless/cli/credits-ledger.ts';
import { addCreditsMismatch } from '#headless/cli/credits-mismatch.ts';
import { addPackagesCommands } from '#headless/cli/credits-packages.ts';
import { addTopUpCommands } from '#headless/cli/credits-topup.ts';
import { addRatesCommands } from '#headless/cli/credits-rates.ts';

/** `siar credits …`. */
export function addCreditsCommands(program: Command, cli: Cli): void {
  const credits = program
    .command('credits')
    .description('credits: who has them, and what messages cost');
  addCreditsAccounts(credits, cli);
  addCreditsLedger(credits, cli);
  addCreditsMismatch(credits, cli);
  addRatesCommands(credits, cli);
  addBalanceCommands(credits, cli);
  addTopUpCommands(credits, cli);
  addPackagesCommands(credits, cli);
}
