import type { Command } from 'commander';
import type { Mismatch } from '#shared/contract/credits.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Proposal } from '#shared/credits/mismatch.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';

/** `siar credits mismatch`: what a gateway counted otherwise, and the field that explains it. */
export function addCreditsMismatch(credits: Command, cli: Cli): void {
  credits
    .command('mismatch')
    .description('what a gateway counted otherwise than predicted, and what would explain it')
    .argument('<campaign>', 'id or name')
    .option('--gateway <name>', 'only at this one of its gateways')
    .option('--apply <number>', 'take this proposal for campaigns from now on', wholeNumber(1, 99))
    .action(async (nameOrId: string, options: { apply?: number; gateway?: string }) => {
      const { apply, gateway } = options;
      await cli.withSiar(async ({ client }) => {
        const { id: campaignId, name } = await client.campaigns.find({ nameOrId });
        const only = gateway === undefined ? null : (await findGateway(client, gateway)).id;
        const all = await client.credits.mismatches({ campaignId });
        const found = all.filter(({ gatewayId }) => only === null || gatewayId === only);
        const [first, ...others] = found;
        if (!first) {
          throw invalid(
            'no-mismatch',
            `Nothing of “${name}” was counted otherwise than predicted${gateway === undefined ? '' : ` by ${gateway}`}. Nothing was changed.`,
            { campaignId },
          );
        }
        if (apply === undefined) {
          return cli.output.result({ campaignId, ...first, mismatches: found }, () =>
            found.map((one) => describe(one, campaignId, all.length > 1)).join('\n\n'),
          );
        }
        if (others.length > 0) throw whichGateway(found);
        const { gatewayId } = first;
        const taken = await client.credits.applyProposal({
          campaignId,
          gatewayId,
          proposal: apply,
        });
        cli.output.result({ campaignId, ...taken, mismatches: [taken] }, () =>
          describe(taken, campaignId, all.length > 1),
        );
      });
    });
}

/** Each gateway has proposals of its own: which is meant must not be guessed. */
function whichGateway(found: readonly Mismatch[]) {
  const names = found.map(({ gatewayName }) => gatewayName).join(', ');
  return invalid(
    'which-gateway',
    `Several gateways counted otherwise (${names}), each with its own proposals. Nothing was changed; name one with --gateway.`,
  );
}

function describe(
  { gatewayName, predicted, reported, proposals, applied }: Mismatch,
  id: number,
  isOneOfSeveral: boolean,
): string {
  const counted = (what: Mismatch['predicted']) =>
    `${what.parts ?? '?'} parts, ${what.credits ?? '?'} credits`;
  const lines = [
    `At ${gatewayName}`,
    `Predicted: ${counted(predicted)}`,
    `Counted:   ${counted(reported)}`,
  ];
  if (applied) {
    lines.push(`Taken: ${sentence(applied)}. Go on with \`siar campaign resume ${id}\`.`);
  } else if (proposals.length === 0) {
    lines.push('No field of the gateway profile explains it. Ask the gateway.');
  } else {
    lines.push(...proposals.map((proposal, index) => `${index + 1}. ${sentence(proposal)}`));
    const at = isOneOfSeveral ? ` --gateway "${gatewayName}"` : '';
    lines.push(`Take one with \`siar credits mismatch ${id}${at} --apply NUMBER\`, then resume.`);
  }
  return lines.join('\n');
}

function sentence(proposal: Proposal): string {
  if (proposal.kind === 'rate') {
    return `rate of ${proposal.country}: ${proposal.hundredths / 100} credits a part`;
  }
  const { gsm7, ucs2, creditsPerPart, prefixAddedBy } = proposal.change;
  return [
    ...(gsm7 ? [`gsm7.multi: ${gsm7.multi}`] : []),
    ...(ucs2 ? [`ucs2.multi: ${ucs2.multi}`] : []),
    ...(creditsPerPart === undefined ? [] : [`creditsPerPart: ${creditsPerPart}`]),
    ...(prefixAddedBy ? [`pricePrefix.addedBy: ${prefixAddedBy}`] : []),
  ].join(', ');
}
