import type { Command } from 'commander';
import { addCampaignActions } from '#headless/cli/campaign-act.ts';
import { addCampaignCreate } from '#headless/cli/campaign-create.ts';
import { addCampaignViews } from '#headless/cli/campaign-show.ts';
import { addCampaignSwitch } from '#headless/cli/campaign-switch.ts';
import type { Cli } from '#headless/cli/cli.ts';

/** `siar campaign …`. */
export function addCampaignCommands(program: Command, cli: Cli): void {
  const campaign = program.command('campaign').description('campaigns');
  addCampaignCreate(campaign, cli);
  addCampaignViews(campaign, cli);
  addCampaignActions(campaign, cli);
  addCampaignSwitch(campaign, cli);
}
