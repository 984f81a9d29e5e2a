import { useTranslation } from 'react-i18next';

/** The house in a select, whose values are texts; users are their numbers. */
const HOUSE = 'house';

/** An account's owner as a select's value. */
export function fromOwner(userId: number | null): string {
  return userId === null ? HOUSE : String(userId);
}

/** The owner a select's value stands for; null: the house. */
export function toOwner(value: string | null): number | null {
  return value === null || value === HOUSE ? null : Number(value);
}

/** The choices of a select of owners. */
export function useOwnerOptions(
  users: readonly { userId: number | null; userName: string | null }[],
) {
  const { t } = useTranslation('credits');
  return users.map(({ userId, userName }) => ({
    value: fromOwner(userId),
    label: userName ?? t('house'),
  }));
}
