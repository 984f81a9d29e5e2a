import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useNow } from '#renderer/hooks/use-now.ts';
import type { DeadPeople as Found, Preview } from '#shared/contract/campaign-preview.ts';

const DAY_MS = 86_400_000;

/** People whose number a look-up found dead, how old that is, and whether they are left out. */
export function DeadPeople({ dead }: { dead: Preview['dead'] }) {
  const { t } = useTranslation('dead');
  const leaveOut = useDraftStore((state) => state.draft.leaveOutDead);
  const patch = useDraftStore((state) => state.patch);
  const recently = useWhen(dead.recent);
  const longAgo = useWhen(dead.old);
  const { recent, old, days } = dead;
  if (recent.people + old.people === 0) return null;
  return (
    <Alert color="gray" icon={<IconPhoneOff size={18} aria-hidden />} title={t('title')}>
      <Stack gap={12}>
        {recent.people > 0 && (
          <>
            <Text size="sm">{t('found', { count: recent.people, when: recently })}</Text>
            <Checkbox
              label={t('leaveOut')}
              description={t(leaveOut ? 'saves' : 'costs', { count: recent.credits })}
              checked={leaveOut}
              onChange={(event) => patch({ leaveOutDead: event.currentTarget.checked })}
            />
          </>
        )}
        {old.people > 0 && (
          <Text size="sm">
            {t('old', { count: old.credits, people: old.people, days, when: longAgo })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

/** "3 Nov 2026, 25 days ago", or the span of several. */
function useWhen({ oldestAt, newestAt }: Found): string {
  const { t } = useTranslation('dead');
  const format = useFormat();
  const now = useNow(60_000);
  if (oldestAt === null || newestAt === null) return '';
  const from = format.date(oldestAt);
  const to = format.date(newestAt);
  const count = Math.floor(Math.max(0, now - oldestAt) / DAY_MS);
  if (from !== to) return t('between', { from, to, count });
  return count === 0 ? t('today') : t('on', { from, count });
}
