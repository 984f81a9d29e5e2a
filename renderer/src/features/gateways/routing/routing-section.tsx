import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { RuleForm } from '#renderer/features/gateways/routing/rule-form.tsx';
import { RuleRow } from '#renderer/features/gateways/routing/rule-row.tsx';
import classes from '#renderer/features/gateways/routing/routing.module.css';
import { TryNumber } from '#renderer/features/gateways/routing/try-number.tsx';
import { orpc } from '#renderer/transport/client.ts';

type SectionProps = {
  /** The rule whose panel is open. */
  open: number | 'new' | undefined;
  onOpen: (rule: number | 'new' | undefined) => void;
};

/** The ordered rules by which numbers go to one gateway or another, and a box to try them. */
export function RoutingSection({ open, onOpen }: SectionProps) {
  const { t } = useTranslation('routing');
  const rules = useQuery(orpc.routing.all.queryOptions());
  const all = rules.data ?? [];
  const edited = all.find(({ id }) => id === open);
  const close = () => onOpen(undefined);
  return (
    <section aria-labelledby="routing-rules" className={classes.section}>
      <Group justify="space-between" align="flex-start">
        <div className={classes.intro}>
          <Title order={2} id="routing-rules">
            {t('title')}
          </Title>
          <Text c="dimmed">{all.length === 0 ? t('empty') : t('text')}</Text>
        </div>
        <Can permission="gateways.write">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onOpen('new')}
          >
            {t('add')}
          </Button>
        </Can>
      </Group>
      {rules.isPending && <Skeleton height={48} mt={12} />}
      {rules.isError && <ErrorState error={rules.error} onRetry={() => rules.refetch()} />}
      {all.length > 0 && (
        <>
          <ol className={classes.rules}>
            {all.map((rule) => (
              <RuleRow
                key={rule.id}
                rule={rule}
                last={all.length}
                selected={rule.id === open}
                onEdit={() => onOpen(rule.id)}
              />
            ))}
            <li className={classes.rest}>
              <span className={classes.position} aria-hidden />
              <Text c="dimmed">{t('rest')}</Text>
            </li>
          </ol>
          <TryNumber />
        </>
      )}
      <SidePanel title={t('add')} opened={open === 'new'} onClose={close}>
        <Can permission="gateways.write">
          <RuleForm rule={null} onDone={close} />
        </Can>
      </SidePanel>
      <SidePanel
        title={t('form.title', { position: edited?.position ?? 0 })}
        opened={edited !== undefined}
        onClose={close}
      >
        {edited !== undefined && (
          <Can permission="gateways.write">
            <RuleForm key={edited.id} rule={edited} onDone={close} />
          </Can>
        )}
      </SidePanel>
    </section>
  );
}
