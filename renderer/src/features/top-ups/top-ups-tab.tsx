import { Alert, Button, Group, Select, Skeleton } from '@mantine/core';
import { IconCash, IconInfoCircle, IconPlus, IconSearchOff, IconTags } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { AnchorLink, ButtonLink } from '#renderer/components/links.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { PackagesEditor } from '#renderer/features/top-ups/packages-editor.tsx';
import { TopUpForm } from '#renderer/features/top-ups/top-up-form.tsx';
import { TopUpPanel } from '#renderer/features/top-ups/top-up-panel.tsx';
import { TopUpsTable } from '#renderer/features/top-ups/top-ups-table.tsx';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { TOP_UP_STATES, type TopUp, type TopUpState } from '#shared/contract/top-ups.ts';

type Open = 'form' | 'packages' | number | null;

/** Payments for credits: what waits, what was cleared, and the price list. */
export function TopUpsTab() {
  const { t } = useTranslation('topups');
  const [state, setState] = useState<TopUpState>();
  const [open, setOpen] = useState<Open>(null);
  const options = useQuery(orpc.topUps.options.queryOptions());
  const topUps = usePagedRows<TopUp>({
    queryKey: [...orpc.topUps.page.key(), state],
    fetchPage: (offset, limit, signal) => client.topUps.page({ state, offset, limit }, { signal }),
  });
  if (options.isPending) return <Skeleton height={240} />;
  if (options.isError) {
    const again = () => Promise.all([options.refetch(), topUps.refetch()]);
    return <ErrorState error={options.error} onRetry={again} />;
  }
  const { gateways, hasShop, mayRecord, mayClear, maySetPackages } = options.data;
  if (gateways.length === 0) {
    return (
      <EmptyState
        icon={IconCash}
        title={t('empty.title')}
        text={t('empty.noGateway')}
        action={
          <ButtonLink to="/gateways" search={{ add: 'practice' }}>
            {t('empty.addGateway')}
          </ButtonLink>
        }
      />
    );
  }
  const close = () => setOpen(null);
  return (
    <>
      <Group gap="xs">
        <Select
          w={180}
          aria-label={t('filter')}
          placeholder={t('allStates')}
          data={TOP_UP_STATES.map((one) => ({ value: one, label: t(`state.${one}`) }))}
          value={state ?? null}
          onChange={(value) => setState(TOP_UP_STATES.find((one) => one === value))}
          clearable
        />
        <Button
          ml="auto"
          variant="default"
          leftSection={<IconTags size={16} aria-hidden />}
          onClick={() => setOpen('packages')}
        >
          {t('packages.title')}
        </Button>
        {mayRecord && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('form')}>
            {t('add')}
          </Button>
        )}
      </Group>
      {mayClear && !hasShop && (
        <Alert icon={<IconInfoCircle size={18} aria-hidden />} p={12}>
          {t('noShop')}{' '}
          <AnchorLink to="/settings" underline="always">
            {t('toSettings')}
          </AnchorLink>
        </Alert>
      )}
      <PagedList
        rows={topUps}
        empty={
          <EmptyState
            icon={state === undefined ? IconCash : IconSearchOff}
            title={t(state === undefined ? 'empty.title' : 'noMatch.title')}
            text={t(state === undefined ? 'empty.text' : 'noMatch.text')}
          />
        }
      >
        <TopUpsTable
          topUps={topUps}
          selectedId={typeof open === 'number' ? open : null}
          onSelect={({ id }) => setOpen(id)}
          resetKey={state ?? ''}
        />
      </PagedList>
      <SidePanel title={t('add')} opened={open === 'form'} onClose={close}>
        <TopUpForm options={options.data} onDone={({ id }) => setOpen(id)} />
      </SidePanel>
      <SidePanel title={t('packages.title')} opened={open === 'packages'} onClose={close}>
        <PackagesEditor
          key={JSON.stringify(options.data.packages)}
          packages={options.data.packages}
          mayChange={maySetPackages}
        />
      </SidePanel>
      {typeof open === 'number' && (
        <SidePanel key={open} title={t('topUp', { id: open })} opened onClose={close}>
          <TopUpPanel id={open} mayClear={mayClear} mayRecord={mayRecord} />
        </SidePanel>
      )}
    </>
  );
}
