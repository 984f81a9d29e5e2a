import type { Command } from 'commander';
import type { Mismatch } from '#shared/contract/credits.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Proposal } from '#shared/credits/mismatch.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';

/** `siar credits mismatch`: what a gateway counted otherwise, and the field that explains it. */
export function addCreditsMismatch(credits: Command, cli: Cli): void {
  credits
    .command('mismatch')
    .description('what a gateway counted otherwise than predicted, and what would explain it')
    .argument('<campaign>', 'id or name')
    .option('--apply <number>', 'take this proposal for campaigns from now on', wholeNumber(1, 99))
    .action(async (nameOrId: string, { apply }: { apply?: number }) => {
      await cli.withSiar(async ({ client }) => {
        const { id: campaignId, name } = await client.campaigns.find({ nameOrId });
        const found =
          apply === undefined
            ? await client.credits.mismatch({ campaignId })
            : await client.credits.applyProposal({ campaignId, proposal: apply });
        if (!found) {
          throw invalid(
            'no-mismatch',
            `Nothing of “${name}” was counted otherwise than predicted. Nothing was changed.`,
            { campaignId },
          );
        }
        cli.output.result({ campaignId, ...found }, () => describe(found, campaignId));
      });
    });
}

function describe({ predicted, reported, proposals, applied }: Mismatch, id: number): string {
  const counted = (what: Mismatch['predicted']) =>
    `${what.parts ?? '?'} parts, ${what.credits ?? '?'} credits`;
  const lines = [`Predicted: ${counted(predicted)}`, `Counted:   ${counted(reported)}`];
  if (applied) {
    lines.push(`Taken: ${sentence(applied)}. Go on with \`siar campaign resume ${id}\`.`);
  } else if (proposals.length === 0) {
    lines.push('No field of the gateway profile explains it. Ask the gateway.');
  } else {
    lines.push(...proposals.map((proposal, index) => `${index + 1}. ${sentence(proposal)}`));
    lines.push(`Take one with \`siar credits mismatch ${id} --apply NUMBER\`, then resume.`);
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
