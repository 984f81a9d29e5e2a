import type { Command } from 'commander';
import type { Approval } from '#shared/contract/approvals.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { chosenGateway, findTemplate } from '#headless/cli/names.ts';

type Decision = { gateway?: string; rejected?: true; pending?: true };

/** `siar template submit|approve`: texts that a gateway has to approve. */
export function addApprovalCommands(template: Command, cli: Cli): void {
  template
    .command('submit')
    .description('hand a text to a gateway that sends only texts it approved')
    .argument('<name>', 'name or id')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .action(async (nameOrId: string, options: { gateway?: string }) => {
      await cli.withSiar(async ({ client }) => {
        const { id: templateId } = await findTemplate(client, nameOrId);
        const { id: gatewayId } = await chosenGateway(client, options.gateway);
        const approval = await client.approvals.submit({ templateId, gatewayId });
        cli.output.result(approval, () => describe(approval));
        if (approval.state === 'refused' || approval.state === 'uncertain') {
          throw new CommandEnd(EXIT.failed);
        }
      });
    });
  template
    .command('approve')
    .description('say what the gateway’s portal shows, where it cannot call Siar itself')
    .argument('<name>', 'name or id')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .option('--rejected', 'it was rejected')
    .option('--pending', 'it is not decided after all')
    .action(async (nameOrId: string, { gateway, rejected, pending }: Decision) => {
      await cli.withSiar(async ({ client }) => {
        const { id: templateId, name } = await findTemplate(client, nameOrId);
        const { id: gatewayId } = await chosenGateway(client, gateway);
        const found = (await client.approvals.all()).find(
          (one) => one.templateId === templateId && one.gatewayId === gatewayId,
        );
        if (!found) {
          throw invalid(
            'no-such-approval',
            `Template ${name} was never handed to that gateway. Nothing was changed; do it with \`siar template submit\`.`,
          );
        }
        const approval = await client.approvals.decide({
          approvalId: found.id,
          state: rejected ? 'rejected' : pending ? 'pending' : 'approved',
        });
        cli.output.result(approval, () => describe(approval));
      });
    });
}

/** `approved at SMS123`, as the list of templates shows it. */
export function approvalText({ state, gatewayName, current }: Approval): string {
  return `${state} at ${gatewayName}${current ? '' : ' (an older text)'}`;
}

function describe(approval: Approval): string {
  const { title, gatewayName, state, reason } = approval;
  const words: Readonly<Record<Approval['state'], string>> = {
    submitting: `${gatewayName} is being given “${title}” now.`,
    pending: `${gatewayName} has “${title}” and has not decided yet. It tells Siar where it can call back; else see its portal, then \`siar template approve\`.`,
    approved: `“${title}” is approved at ${gatewayName}.`,
    rejected: `“${title}” is rejected at ${gatewayName}.`,
    refused: `${gatewayName} did not take “${title}”: ${reason}`,
    uncertain: `Nobody knows whether ${gatewayName} has “${title}”: ${reason}`,
  };
  return words[state];
}
