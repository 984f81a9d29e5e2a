import { Button, Skeleton, Text, Title } from '@mantine/core';
import { IconAntenna, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { Page } from '#renderer/components/page.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PracticePhones } from '#renderer/components/practice-phones.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { GatewayCard } from '#renderer/features/gateways/gateway-card.tsx';
import { RepliesPanel } from '#renderer/features/gateways/replies-panel.tsx';
import { RelayPanel } from '#renderer/features/gateways/relay-panel.tsx';
import { GatewayForm } from '#renderer/features/gateways/gateway-form.tsx';
import { ProbePanel } from '#renderer/features/gateways/probe/probe-panel.tsx';
import { RoutingSection } from '#renderer/features/gateways/routing/routing-section.tsx';
import { ProfileForm } from '#renderer/features/gateways/profile-form.tsx';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/gateways/gateways.module.css';

/** Phones of practice shown at once; the rest is in History. */
const MOST_PHONES = 12;

/** Gateways: the accounts that send, what each honestly promises, and the practice phones. */
export function GatewaysPage() {
  const { t } = useTranslation('gateways');
  const {
    gateway: editId,
    add,
    profile: profileId,
    probe: probeId,
    rule,
  } = useSearch({ from: '/gateways' });
  const navigate = useNavigate({ from: '/gateways' });
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const edited = gateways.data?.find(({ id }) => id === editId);
  const profiled = gateways.data?.find(({ id }) => id === profileId);
  const probed = gateways.data?.find(({ id }) => id === probeId);
  const rules = useQuery(orpc.routing.all.queryOptions());
  // With one real gateway there is nothing to choose between; practice is never routed. Rules that are
  // left from before are shown: a gateway that one names cannot be removed.
  const isShared =
    (gateways.data ?? []).filter(({ practice }) => !practice).length > 1 ||
    (rules.data ?? []).length > 0;
  const close = () => void navigate({ search: {}, replace: true });
  const addButton = (
    <Can permission="gateways.write">
      <Button
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => void navigate({ search: { add: 'esms' } })}
      >
        {t('add')}
      </Button>
    </Can>
  );
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} action={addButton} />
      {gateways.isPending ? (
        <Skeleton height={150} />
      ) : gateways.isError ? (
        <ErrorState error={gateways.error} onRetry={() => gateways.refetch()} />
      ) : gateways.data.length === 0 ? (
        <EmptyState
          icon={IconAntenna}
          title={t('empty.title')}
          text={t('empty.text')}
          action={
            <Can permission="gateways.write">
              <Button onClick={() => void navigate({ search: { add: 'practice' } })}>
                {t('empty.action')}
              </Button>
            </Can>
          }
        />
      ) : (
        <ul className={classes.list}>
          {gateways.data.map((gateway) => (
            <GatewayCard
              key={gateway.id}
              gateway={gateway}
              selected={[editId, profileId, probeId].includes(gateway.id)}
              onProfile={() => void navigate({ search: { profile: gateway.id } })}
              onProbe={() => void navigate({ search: { probe: gateway.id } })}
              onEdit={() => void navigate({ search: { gateway: gateway.id } })}
              onRemoved={close}
            />
          ))}
        </ul>
      )}
      {isShared && (
        <RoutingSection
          open={rule}
          onOpen={(wanted) => void navigate({ search: { rule: wanted }, replace: true })}
        />
      )}
      {gateways.data?.some(({ practice }) => practice) === true && (
        <section aria-labelledby="practice-phones">
          <Title order={2} id="practice-phones">
            {t('phones.title')}
          </Title>
          <Text c="dimmed" mb="sm">
            {t('phones.text')}
          </Text>
          <PracticePhones most={MOST_PHONES} />
        </section>
      )}
      <SidePanel title={t('add')} opened={add !== undefined} onClose={close}>
        <Can permission="gateways.write">
          <GatewayForm
            key={add}
            driver={add ?? 'esms'}
            onDone={({ id, driver }) => {
              // Its request and its answers are still to be described.
              if (driver === 'http') void navigate({ search: { profile: id }, replace: true });
              else close();
            }}
          />
        </Can>
      </SidePanel>
      <SidePanel
        title={edited?.name ?? ''}
        opened={add === undefined && edited !== undefined}
        onClose={close}
      >
        {edited !== undefined && (
          <Can permission="gateways.write">
            <GatewayForm key={edited.id} gateway={edited} driver={edited.driver} onDone={close} />
            {(edited.capabilities.reports === 'callback' ||
              edited.capabilities.replies === 'callback' ||
              edited.capabilities.templates) &&
              !edited.practice && <RelayPanel gateway={edited} />}
            {edited.capabilities.replies === 'callback' && <RepliesPanel gateway={edited} />}
          </Can>
        )}
      </SidePanel>
      <SidePanel
        title={profiled === undefined ? '' : t('profile.title', { name: profiled.name })}
        opened={add === undefined && edited === undefined && profiled !== undefined}
        onClose={close}
      >
        {profiled !== undefined && (
          <ProfileForm key={profiled.id} gateway={profiled} onDone={close} />
        )}
      </SidePanel>
      <SidePanel
        title={probed === undefined ? '' : t('probe:title', { name: probed.name })}
        opened={add === undefined && probed !== undefined}
        onClose={close}
      >
        {probed !== undefined && (
          <Can permission="gateways.write">
            <ProbePanel key={probed.id} gateway={probed} />
          </Can>
        )}
      </SidePanel>
    </Page>
  );
}
