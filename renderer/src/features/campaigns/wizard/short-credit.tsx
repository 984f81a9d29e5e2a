import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** How a campaign's credits exceed what there is: on the account, or for today. */
type ShortCredit = {
  by: 'account' | 'day';
  needs: number;
  has: number;
  mayOverdraw: boolean;
  /** Named where several gateways send. */
  gateway: string | null;
};

/** What is missing for a campaign, at the first gateway that is short; null: nothing, or nobody knows. */
export function useShortCredit(
  gatewayId: number,
  preview: Preview | undefined,
): ShortCredit | null {
  const { data } = useQuery(orpc.credits.available.queryOptions({ input: { gatewayId } }));
  if (data === undefined || preview === undefined) return null;
  const { inUse, credits, dailyLimit, usedToday, mayOverdraw } = data;
  const own = inUse ? credits : null;
  for (const share of preview.gateways) {
    const has = share.gatewayId === gatewayId ? own : share.available;
    if (has === null || share.credits <= has) continue;
    const gateway = preview.gateways.length > 1 ? share.gatewayName : null;
    return { by: 'account', needs: share.credits, has, mayOverdraw, gateway };
  }
  const needs = preview.credits;
  const leftToday = dailyLimit === null ? needs : dailyLimit - usedToday;
  if (needs > leftToday) {
    return { by: 'day', needs, has: Math.max(0, leftToday), mayOverdraw, gateway: null };
  }
  return null;
}

/** Says how much is missing; whoever may can go on all the same by ticking the box. */
export function ShortCreditNotice({
  short,
  agreed,
  onAgree,
}: {
  short: ShortCredit;
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { by, needs, has, mayOverdraw, gateway } = short;
  return (
    <Alert
      color="orange"
      icon={<IconCoins size={18} aria-hidden />}
      title={t(`shortCredit.${by}`, { short: format.number(needs - has) })}
      p={12}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {t(gateway === null ? 'shortCredit.text' : 'shortCredit.atGateway', {
            gateway,
            needs: format.number(needs),
            has: format.number(has),
          })}
        </Text>
        {mayOverdraw ? (
          <Checkbox
            label={t('shortCredit.agree')}
            checked={agreed}
            onChange={(event) => onAgree(event.currentTarget.checked)}
          />
        ) : (
          <Text size="sm">{t('shortCredit.ask')}</Text>
        )}
        <AnchorLink to="/credits" size="sm">
          {t('shortCredit.open')}
        </AnchorLink>
      </Stack>
    </Alert>
  );
}
