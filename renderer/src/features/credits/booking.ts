import type { TFunction } from 'i18next';
import type { LedgerRow } from '#shared/contract/credits.ts';
import type { AccountKind, TransactionKind } from '#shared/credits/ledger.ts';

/** Calm colours: what brings credits, what sending does, what people move. */
export const KIND_COLORS: Readonly<Record<TransactionKind, string>> = {
  opening: 'siar',
  'top-up': 'siar',
  adjustment: 'orange',
  transfer: 'blue',
  reserve: 'gray',
  charge: 'siar',
  release: 'gray',
};

/**
 * What a booking does to one kind of account, in credits; null: nothing. The two ends of a transfer
 * would cancel out, so it answers what moves.
 */
export function changeOf({ kind, entries }: LedgerRow, account: AccountKind): number | null {
  const amounts = entries.filter((entry) => entry.account === account).map(({ amount }) => amount);
  if (amounts.length === 0) return null;
  if (kind === 'transfer') return Math.max(...amounts);
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** What a booking is about, in one line. */
export function aboutOf(
  { kind, subject, reason, entries }: LedgerRow,
  t: TFunction<'credits'>,
): string {
  if (kind === 'transfer') {
    const [giver, taker] = entries.map(({ userName }) => userName ?? t('house'));
    return t('about.transfer', { giver, taker, reason });
  }
  if (subject === null) return reason === '' ? t(`about.${kind}`) : reason;
  return subject.name ?? t(`about.${subject.kind}`, { id: subject.id });
}
