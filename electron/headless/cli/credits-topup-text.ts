import type { TopUp } from '#shared/contract/top-ups.ts';
import { clearingDays } from '#shared/credits/methods.ts';
import { formatRinggit } from '#shared/credits/money.ts';
import { formatPrice, type CheaperPackage } from '#shared/credits/packages.ts';
import { HOUSE } from '#headless/cli/credits-names.ts';
import { moment, number, table } from '#headless/cli/output.ts';

/** What a top-up is and what happens next, in a few lines. */
export function describeTopUp(topUp: TopUp): string {
  const { amountSen, credits, gateway, method, accountHolder } = topUp;
  const what = `Top-up ${topUp.id}: ${formatRinggit(amountSen)} by ${method} from ${accountHolder}, ${number(credits)} credits of ${gateway.name} for ${topUp.user?.name ?? HOUSE} (${formatPrice(topUp.package)} each).`;
  const slips = topUp.slips.map(({ name }) => name).join(', ');
  return [what, nextText(topUp), ...(slips === '' ? [] : [`Slips: ${slips}`])].join('\n');
}

function nextText(topUp: TopUp): string {
  switch (topUp.state) {
    case 'pending': {
      const days = clearingDays(topUp.method);
      const wait =
        days === null
          ? ''
          : ` A ${topUp.method} usually takes ${days.least} to ${days.most} working days to clear.`;
      const warnings =
        topUp.warnings.length === 0 ? '' : ` Look at first: ${topUp.warnings.join(', ')}.`;
      return `Pending: its credits are released by \`siar credits topup clear ${topUp.id}\` once the money is there.${wait}${warnings}`;
    }
    case 'cleared':
      return `Cleared ${moment(topUp.decidedAt)}: the credits are released, receipt ${topUp.receiptNumber}.`;
    case 'refused':
      return `Refused ${moment(topUp.decidedAt)}: ${topUp.reason}`;
    case 'reversed':
      return `Taken back ${moment(topUp.reversal?.at ?? null)} (receipt ${topUp.receiptNumber}): ${topUp.reversal?.reason ?? ''}`;
  }
}

/** Top-ups as a table. */
export function topUpsTable(rows: readonly TopUp[]): string {
  return table(
    rows,
    [
      { title: 'No.', align: 'right', text: ({ id }) => String(id) },
      { title: 'Recorded', text: ({ createdAt }) => moment(createdAt) },
      { title: 'State', text: ({ state }) => state },
      { title: 'Amount', align: 'right', text: ({ amountSen }) => formatRinggit(amountSen) },
      { title: 'Credits', align: 'right', text: ({ credits }) => number(credits) },
      { title: 'Gateway', text: ({ gateway }) => gateway.name },
      { title: 'User', text: ({ user }) => user?.name ?? HOUSE },
      { title: 'Method', text: ({ method }) => method },
      { title: 'From', text: ({ accountHolder }) => accountHolder },
      { title: 'Receipt', text: ({ receiptNumber }) => receiptNumber ?? '' },
    ],
    'No payment is recorded yet. Record one with `siar credits topup add`.',
  );
}

/** The next cheaper price, in a sentence. */
export function hintText({ moreSen, package: cheaper }: CheaperPackage): string {
  return `${formatRinggit(moreSen)} more and each credit costs ${formatPrice(cheaper)}.`;
}
