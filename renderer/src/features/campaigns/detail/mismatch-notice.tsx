import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Mismatch } from '#shared/contract/credits.ts';
import type { Proposal } from '#shared/credits/mismatch.ts';

type NoticesProps = {
  campaign: Pick<Campaign, 'id' | 'gateways'>;
  /** Only this gateway's; absent: of every gateway that is held back for one, else all there are. */
  gatewayId?: number;
};

/** What each gateway counted otherwise than predicted, with what explains it. */
export function MismatchNotices({ campaign, gatewayId }: NoticesProps) {
  const input = { campaignId: campaign.id };
  const found = useQuery(orpc.credits.mismatches.queryOptions({ input }));
  const held = campaign.gateways
    .filter(({ hold }) => hold?.code === 'credit-mismatch')
    .map((share) => share.gatewayId);
  const wanted = gatewayId === undefined ? held : [gatewayId];
  const shown = (found.data ?? []).filter(
    (one) => wanted.length === 0 || wanted.includes(one.gatewayId),
  );
  return shown.map((mismatch) => (
    <MismatchNotice
      key={mismatch.gatewayId}
      campaignId={campaign.id}
      mismatch={mismatch}
      isNamed={shown.length > 1}
    />
  ));
}

type NoticeProps = { campaignId: number; mismatch: Mismatch; isNamed: boolean };

/** What one gateway counted, and one button for each field that explains it. */
function MismatchNotice({ campaignId, mismatch, isNamed }: NoticeProps) {
  const { t } = useTranslation('campaigns');
  const describe = useProposalWords();
  const apply = useMutation(
    orpc.credits.applyProposal.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => notifyDone(t('mismatch.done', { gateway: mismatch.gatewayName })),
    }),
  );
  const { gatewayId, gatewayName, predicted, reported, proposals, applied } = mismatch;
  const figures = (of: typeof predicted) =>
    t('mismatch.figures', { parts: of.parts ?? '?', credits: of.credits ?? '?' });
  return (
    <Stack gap="xs" align="flex-start" component="section" aria-label={gatewayName}>
      {isNamed && (
        <Text size="sm" fw={600} component="h3" mt={4}>
          {gatewayName}
        </Text>
      )}
      <Text size="sm">
        {t('mismatch.text', { predicted: figures(predicted), counted: figures(reported) })}
      </Text>
      {applied !== null ? (
        <Text size="sm">{t('mismatch.applied', { change: describe(applied) })}</Text>
      ) : proposals.length === 0 ? (
        <Text size="sm">{t('mismatch.none')}</Text>
      ) : (
        <>
          <Text size="sm">{t('mismatch.explains')}</Text>
          <Can permission="gateways.write">
            <Group gap="xs">
              {proposals.map((proposal, index) => (
                <Button
                  key={describe(proposal)}
                  size="xs"
                  variant="default"
                  loading={apply.isPending}
                  onClick={() => apply.mutate({ campaignId, gatewayId, proposal: index + 1 })}
                >
                  {describe(proposal)}
                </Button>
              ))}
            </Group>
          </Can>
        </>
      )}
    </Stack>
  );
}

/** A proposal in words: which field becomes what. */
function useProposalWords() {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  return (proposal: Proposal): string => {
    if (proposal.kind === 'rate') {
      const { country, hundredths } = proposal;
      return t('mismatch.rate', { country, credits: format.decimal(hundredths / 100) });
    }
    const { gsm7, ucs2, creditsPerPart, prefixAddedBy } = proposal.change;
    return [
      ...(gsm7 ? [t('mismatch.gsm7', { units: gsm7.multi })] : []),
      ...(ucs2 ? [t('mismatch.ucs2', { units: ucs2.multi })] : []),
      ...(creditsPerPart === undefined ? [] : [t('mismatch.perPart', { credits: creditsPerPart })]),
      ...(prefixAddedBy ? [t(`mismatch.prefix.${prefixAddedBy}`)] : []),
    ].join(' · ');
  };
}
