import { Alert, Checkbox, Group, Radio, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconFlask, IconPlus, IconUsers } from '@tabler/icons-react';
import { AnchorLink, ButtonLink } from '#renderer/components/links.tsx';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import type { Issues } from '#renderer/features/campaigns/wizard/draft.ts';
import { IssueText } from '#renderer/features/campaigns/wizard/issue-text.tsx';
import { RoutingChoice } from '#renderer/features/campaigns/wizard/routing-choice.tsx';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Who gets the message, and through which gateway. */
export function AudienceStep({ issues, suggestedName }: { issues: Issues; suggestedName: string }) {
  const { t } = useTranslation('campaigns');
  const name = useDraftStore((state) => state.draft.name);
  const patch = useDraftStore((state) => state.patch);
  return (
    <Stack gap={24} maw={720}>
      <TextInput
        label={t('wizard.name')}
        description={t('wizard.nameHelp')}
        placeholder={suggestedName}
        maxLength={200}
        value={name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
      />
      <ListChoice issues={issues} />
      <GatewayChoice issues={issues} />
    </Stack>
  );
}

function ListChoice({ issues }: { issues: Issues }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const listIds = useDraftStore((state) => state.draft.listIds);
  const patch = useDraftStore((state) => state.patch);
  const lists = useQuery(orpc.lists.all.queryOptions());
  if (lists.error) {
    return <ErrorState error={lists.error} onRetry={() => lists.refetch()} />;
  }
  if (lists.data?.length === 0) {
    return (
      <EmptyState
        icon={IconUsers}
        title={t('wizard.noListsTitle')}
        text={t('wizard.noListsText')}
        action={
          <ButtonLink to="/contacts/import" leftSection={<IconPlus size={16} />}>
            {t('wizard.importContacts')}
          </ButtonLink>
        }
      />
    );
  }
  const chosen = (lists.data ?? []).filter((list) => listIds.includes(list.id));
  const people = chosen.reduce((sum, list) => sum + list.contacts, 0);
  return (
    <Checkbox.Group
      label={t('wizard.lists')}
      description={t('wizard.listsHelp')}
      value={listIds.map(String)}
      onChange={(values) => patch({ listIds: values.map(Number) })}
      withAsterisk
    >
      <div className={classes.options}>
        {lists.isPending && <Skeleton height={96} />}
        {lists.data?.map((list) => (
          <Checkbox.Card key={list.id} value={String(list.id)} className={classes.option}>
            <Group wrap="nowrap" gap={12}>
              <Checkbox.Indicator />
              <Text size="sm" truncate className={classes.grow}>
                {list.name}
              </Text>
              <Text size="sm" c="dimmed" className="tabular">
                {t('wizard.contacts', { count: list.contacts })}
              </Text>
            </Group>
          </Checkbox.Card>
        ))}
      </div>
      {chosen.length > 0 && (
        <Text size="sm" mt={8} role="status">
          {chosen.length > 1
            ? t('wizard.chosenMany', { count: chosen.length, people: format.number(people) })
            : t('wizard.chosenOne', { count: people })}
        </Text>
      )}
      <IssueText issue={issues.lists} />
    </Checkbox.Group>
  );
}

function GatewayChoice({ issues }: { issues: Issues }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const gatewayId = useDraftStore((state) => state.draft.gatewayId);
  const patch = useDraftStore((state) => state.patch);
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  if (gateways.error) {
    return <ErrorState error={gateways.error} onRetry={() => gateways.refetch()} />;
  }
  const chosen = gateways.data?.find((gateway) => gateway.id === gatewayId);
  return (
    <Stack gap={8}>
      <Radio.Group
        label={t('wizard.gateway')}
        description={t('wizard.gatewayHelp')}
        value={gatewayId === null ? '' : String(gatewayId)}
        onChange={(value) => patch({ gatewayId: Number(value) })}
        withAsterisk
      >
        <div className={classes.options}>
          {gateways.isPending && <Skeleton height={48} />}
          {gateways.data?.map((gateway) => (
            <Radio.Card key={gateway.id} value={String(gateway.id)} className={classes.option}>
              <Group wrap="nowrap" gap={12}>
                <Radio.Indicator />
                <Text size="sm" truncate className={classes.grow}>
                  {gateway.name}
                </Text>
                <Text size="sm" c="dimmed" className="tabular">
                  {gateway.practice
                    ? t('wizard.practiceGateway')
                    : gateway.balance === null
                      ? t('wizard.balanceUnknown')
                      : t('wizard.balance', {
                          count: gateway.balance.credits,
                          at: format.when(gateway.balance.asOf),
                        })}
                </Text>
              </Group>
            </Radio.Card>
          ))}
        </div>
        <IssueText issue={issues.gateway} />
      </Radio.Group>
      {gateways.data?.length === 0 && (
        <Text size="sm">
          {t('wizard.noGateway')}{' '}
          <AnchorLink to="/gateways" size="sm">
            {t('wizard.addGateway')}
          </AnchorLink>
        </Text>
      )}
      <RoutingChoice gateway={chosen} />
      {chosen?.practice === true && (
        <Alert color="yellow" icon={<IconFlask size={18} aria-hidden />} p={12}>
          {t('wizard.practiceWarning')}
        </Alert>
      )}
    </Stack>
  );
}
