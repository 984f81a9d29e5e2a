import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { formatRinggit } from '#shared/credits/money.ts';
import {
  formatPrice,
  nextCheaper,
  packageFor,
  quote,
  type CreditPackage,
} from '#shared/credits/packages.ts';
import classes from '#renderer/features/top-ups/top-ups.module.css';

/** What an amount buys while it is typed, and what a little more would change. */
export function AmountHint({
  packages,
  amountSen,
  onAmount,
}: {
  packages: readonly CreditPackage[];
  amountSen: number | null;
  onAmount: (sen: number) => void;
}) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const least = packages[0];
  if (!least) return null;
  const enough = amountSen !== null && packageFor(packages, amountSen) !== undefined;
  const cheaper = amountSen === null ? undefined : nextCheaper(packages, amountSen);
  return (
    <div className={classes.quote} role="status">
      {enough ? (
        <Bought packages={packages} amountSen={amountSen} />
      ) : (
        <Text size="sm">
          {t('form.minimum', {
            amount: formatRinggit(least.amountSen),
            credits: format.number(least.credits),
          })}
        </Text>
      )}
      {enough && cheaper && (
        <div className={classes.hint}>
          <Text size="sm" c="dimmed">
            {t('form.cheaper', {
              amount: formatRinggit(cheaper.moreSen),
              price: formatPrice(cheaper.package),
            })}
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => onAmount(cheaper.package.amountSen)}
          >
            {t('form.take', { amount: formatRinggit(cheaper.package.amountSen) })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Bought({
  packages,
  amountSen,
}: {
  packages: readonly CreditPackage[];
  amountSen: number;
}) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const { credits, package: found } = quote(packages, amountSen);
  return (
    <Text className="tabular">
      <b>{t('form.buys', { credits: format.number(credits) })}</b>{' '}
      {t('form.each', { price: formatPrice(found) })}
    </Text>
  );
}
