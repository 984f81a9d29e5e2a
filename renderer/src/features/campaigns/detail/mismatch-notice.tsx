import { Can } from '#renderer/components/can.tsx';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Proposal } from '#shared/credits/mismatch.ts';

/** What the gateway counted otherwise than predicted, and one button for each field that explains it. */
export function MismatchNotice({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation('campaigns');
  const describe = useProposalWords();
  const found = useQuery(orpc.credits.mismatch.queryOptions({ input: { campaignId } }));
  const apply = useMutation(
    orpc.credits.applyProposal.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => notifyDone(t('mismatch.done')),
    }),
  );
  if (!found.data) return null;
  const { predicted, reported, proposals, applied } = found.data;
  const figures = (of: typeof predicted) =>
    t('mismatch.figures', { parts: of.parts ?? '?', credits: of.credits ?? '?' });
  return (
    <Stack gap="xs" align="flex-start">
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
          <Can permission="campaigns.send">
            <Group gap="xs">
              {proposals.map((proposal, index) => (
                <Button
                  key={describe(proposal)}
                  size="xs"
                  variant="default"
                  loading={apply.isPending}
                  onClick={() => apply.mutate({ campaignId, proposal: index + 1 })}
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
