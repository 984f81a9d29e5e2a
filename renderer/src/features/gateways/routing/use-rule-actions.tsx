import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { RoutingRuleLine } from '#shared/contract/routing.ts';

/** Long enough to notice a slip. */
const UNDO_MS = 12_000;

/** Moving, switching and removing rules; a removed rule can be had back where it was. */
export function useRuleActions() {
  const { t } = useTranslation(['routing', 'common']);
  const onError = notifyFailure;
  const move = useMutation(orpc.routing.move.mutationOptions({ onError }));
  const update = useMutation(orpc.routing.update.mutationOptions({ onError }));
  const add = useMutation(orpc.routing.add.mutationOptions({ onError }));
  const remove = useMutation(orpc.routing.remove.mutationOptions({ onError }));

  const removeWithUndo = async (rule: RoutingRuleLine, what: string) => {
    const { country, prefix, gatewayId, enabled, position } = rule;
    try {
      await remove.mutateAsync({ id: rule.id });
    } catch {
      // Said already.
      return;
    }
    const id = `rule-removed-${rule.id}`;
    notifications.show({
      id,
      color: 'siar',
      autoClose: UNDO_MS,
      withBorder: true,
      closeButtonProps: { 'aria-label': t('common:close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          {t('removed', { what })}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              add.mutate({ country, prefix, gatewayId, enabled, at: position });
            }}
          >
            {t('undo')}
          </Button>
        </Group>
      ),
    });
  };
  return { move, update, remove: removeWithUndo };
}
