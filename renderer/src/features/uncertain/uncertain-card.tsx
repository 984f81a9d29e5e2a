import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { Figure } from '#renderer/components/figure.tsx';
import { AnchorLink, ButtonLink } from '#renderer/components/links.tsx';
import { Evidence } from '#renderer/features/uncertain/evidence.tsx';
import { useDecide } from '#renderer/features/uncertain/use-decide.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';

/** One campaign's uncertain messages: how many, why, what evidence exists, and the two decisions. */
export function UncertainCard({ group }: { group: UncertainGroup }) {
  const { t } = useTranslation('uncertain');
  const format = useFormat();
  const { leave, resend, isBusy } = useDecide([group], [group.campaignId]);
  const decided = group.undecided === 0;
  return (
    <Paper p={16} component="section" aria-label={group.campaignName}>
      <Stack gap={16}>
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap={8}>
              <AnchorLink
                to="/campaigns/$id"
                params={{ id: group.campaignId }}
                fw={600}
                c="var(--mantine-color-text)"
              >
                {group.campaignName}
              </AnchorLink>
              {decided && <Badge color="gray">{t('left')}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {t('handedOver', { gateway: group.gatewayName, at: format.dateTime(group.from) })}
            </Text>
          </div>
          <Group gap={8}>
            <ButtonLink to="/history" search={{ state: 'uncertain' }} variant="subtle" size="xs">
              {t('show')}
            </ButtonLink>
            <Can permission="campaigns.send">
              <Button
                variant="default"
                size="xs"
                c="var(--mantine-color-error)"
                disabled={isBusy}
                onClick={resend}
              >
                {t('resend')}
              </Button>
              {!decided && (
                <Button variant="default" size="xs" disabled={isBusy} onClick={leave}>
                  {t('leave')}
                </Button>
              )}
            </Can>
          </Group>
        </Group>
        <Group gap={40} align="flex-start">
          <Figure label={t('messages')} value={format.number(group.messages)} big />
          <Figure
            label={t('toResend')}
            value={group.practice ? t('free') : t('credits', { count: group.credits })}
            note={t(group.evidence.repeatable ? 'costSafe' : 'costTwice', {
              count: group.messages,
            })}
          />
        </Group>
        <div>
          <Text size="sm" c="dimmed" mb={4}>
            {t('why')}
          </Text>
          <Stack gap={4} component="ul" m={0} pl={20}>
            {group.reasons.map(({ code, reason, messages }) => (
              <Text size="sm" component="li" key={`${code} ${reason}`}>
                {format.number(messages)}: {inWords(reason) || code}
              </Text>
            ))}
          </Stack>
        </div>
        <Evidence group={group} />
      </Stack>
    </Paper>
  );
}
