import { ActionIcon, Badge, Button, Group, Switch, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { useMatchText } from '#renderer/features/gateways/routing/match-text.ts';
import classes from '#renderer/features/gateways/routing/routing.module.css';
import { useRuleActions } from '#renderer/features/gateways/routing/use-rule-actions.tsx';
import type { RoutingRuleLine } from '#shared/contract/routing.ts';

type RowProps = {
  rule: RoutingRuleLine;
  /** How many rules there are. */
  last: number;
  selected: boolean;
  onEdit: () => void;
};

/** One rule: what it is for, by which gateway, and whether it ever gets its turn. Alt+arrows move it. */
export function RuleRow({ rule, last, selected, onEdit }: RowProps) {
  const { t } = useTranslation('routing');
  const matchText = useMatchText();
  const { move, update, remove } = useRuleActions();
  const what = matchText(rule);
  const { id, position, gatewayName, enabled, coveredBy } = rule;
  const moveTo = (to: number) => {
    if (to >= 1 && to <= last && !move.isPending) move.mutate({ id, to });
  };
  return (
    <li
      className={classes.rule}
      data-selected={selected || undefined}
      data-off={!enabled || undefined}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!event.altKey || step === undefined) return;
        event.preventDefault();
        moveTo(position + step);
      }}
    >
      <span className={classes.position} aria-hidden>
        {position}
      </span>
      <div className={classes.what}>
        <Text fw={500} span>
          {what}
        </Text>{' '}
        <Text span>{t('by', { gateway: gatewayName })}</Text>
        {coveredBy !== null && enabled && (
          <Text size="sm" c="orange">
            {t('covered', { position: coveredBy })}
          </Text>
        )}
      </div>
      {!enabled && <Badge color="gray">{t('off')}</Badge>}
      <Can permission="gateways.write">
        <Group gap={8} wrap="nowrap">
          <Switch
            size="sm"
            aria-label={t('use', { what })}
            checked={enabled}
            onChange={(event) => update.mutate({ id, enabled: event.currentTarget.checked })}
          />
          <Tooltip label={t('up')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('upNamed', { what })}
              aria-keyshortcuts="Alt+ArrowUp"
              aria-disabled={position === 1}
              data-disabled={position === 1 || undefined}
              onClick={() => moveTo(position - 1)}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('down')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('downNamed', { what })}
              aria-keyshortcuts="Alt+ArrowDown"
              aria-disabled={position === last}
              data-disabled={position === last || undefined}
              onClick={() => moveTo(position + 1)}
            >
              <IconArrowDown size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Button
            size="xs"
            variant="default"
            aria-label={t('editNamed', { what })}
            onClick={onEdit}
          >
            {t('edit')}
          </Button>
          <Tooltip label={t('remove')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('removeNamed', { what })}
              onClick={() => void remove(rule, what)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Can>
    </li>
  );
}
