import { Badge, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconSend,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Approval } from '#shared/contract/approvals.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { Template } from '#shared/contract/templates.ts';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Where a template stands at each gateway that approves texts; nothing where there is no such gateway. */
export function Approvals({ template, dirty }: { template: Template; dirty: boolean }) {
  const { t } = useTranslation('approvals');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const approvals = useQuery(orpc.approvals.all.queryOptions());
  const failed = gateways.error ?? approvals.error;
  if (failed !== null) {
    const again = () => Promise.all([gateways.refetch(), approvals.refetch()]);
    return <ErrorState error={failed} onRetry={again} />;
  }
  const approving = (gateways.data ?? []).filter(({ capabilities }) => capabilities.templates);
  if (approving.length === 0 || approvals.data === undefined) return null;
  return (
    <Fieldset legend={t('title')}>
      <Stack gap="md">
        {approving.map((gateway) => (
          <AtGateway
            key={gateway.id}
            gateway={gateway}
            template={template}
            dirty={dirty}
            approval={approvals.data.find(
              ({ templateId, gatewayId }) => templateId === template.id && gatewayId === gateway.id,
            )}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

function AtGateway({
  gateway,
  template,
  approval,
  dirty,
}: {
  gateway: Gateway;
  template: Template;
  approval: Approval | undefined;
  dirty: boolean;
}) {
  const { t } = useTranslation('approvals');
  const format = useFormat();
  const onError = notifyFailure;
  const submit = useMutation(orpc.approvals.submit.mutationOptions({ onError }));
  const decide = useMutation(orpc.approvals.decide.mutationOptions({ onError }));
  const canDecide = approval?.state === 'pending' || approval?.state === 'uncertain';
  const isSettled = approval?.current === true && approval.state !== 'refused';
  const mark = (state: 'approved' | 'rejected') => {
    if (approval !== undefined) decide.mutate({ approvalId: approval.id, state });
  };
  return (
    <Stack gap={6}>
      <Group gap="xs" justify="space-between">
        <Text fw={600}>{gateway.name}</Text>
        {approval === undefined ? (
          <Text c="dimmed">{t('never')}</Text>
        ) : (
          <ApprovalBadge approval={approval} />
        )}
      </Group>
      {approval !== undefined && (
        <Text size="sm" c="dimmed">
          {t(approval.decidedAt === null ? 'submittedAt' : 'decidedAt', {
            time: format.when(approval.decidedAt ?? approval.submittedAt),
          })}
          {approval.current ? '' : ` ${t('older')}`}
        </Text>
      )}
      {approval !== undefined && approval.reason !== '' && (
        <Text size="sm">{inWords(approval.reason)}</Text>
      )}
      <Can permission="templates.write">
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSend size={14} aria-hidden />}
            disabled={dirty}
            title={dirty ? t('saveFirst') : undefined}
            loading={submit.isPending}
            onClick={() => submit.mutate({ templateId: template.id, gatewayId: gateway.id })}
          >
            {isSettled ? t('submitAgain') : t('submit')}
          </Button>
          {canDecide && (
            <>
              <Button size="xs" variant="default" onClick={() => mark('approved')}>
                {t('markApproved')}
              </Button>
              <Button size="xs" variant="default" onClick={() => mark('rejected')}>
                {t('markRejected')}
              </Button>
            </>
          )}
        </Group>
        {canDecide && (
          <Text size="xs" c="dimmed">
            {t('markText')}
          </Text>
        )}
      </Can>
    </Stack>
  );
}

const LOOKS = {
  submitting: { icon: IconClock, color: 'gray' },
  pending: { icon: IconClock, color: 'blue' },
  approved: { icon: IconCircleCheck, color: 'green' },
  rejected: { icon: IconCircleX, color: 'red' },
  refused: { icon: IconAlertTriangle, color: 'red' },
  uncertain: { icon: IconAlertTriangle, color: 'orange' },
} as const;

/** The state of an approval in a word, a sign and a colour. */
export function ApprovalBadge({ approval }: { approval: Approval }) {
  const { t } = useTranslation('approvals');
  const { icon: Icon, color } = LOOKS[approval.state];
  return (
    <Badge color={color} leftSection={<Icon size={12} aria-hidden />}>
      {t(`state.${approval.state}`)}
    </Badge>
  );
}
