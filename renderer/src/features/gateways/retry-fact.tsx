import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { RetryForm } from '#renderer/features/gateways/retry-form.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** Who sends again what this gateway did not deliver, with a way to change it. */
export function RetryFact({ gatewayId }: { gatewayId: number }) {
  const { t } = useTranslation(['retries', 'common']);
  const [opened, setOpened] = useState(false);
  const settings = useQuery(orpc.retries.settings.queryOptions({ input: { gatewayId } }));
  const { data } = settings;
  const close = () => setOpened(false);
  return (
    <div>
      <dt>{t('fact')}</dt>
      <dd>
        {settings.isError && t('common:notKnown')}
        {data !== undefined && (
          <>
            {t(`who.${data.policy.who}`, { times: data.policy.delaysMinutes.length })}{' '}
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => setOpened(true)}
              aria-label={`${t('change')}: ${t('title', { name: data.gatewayName })}`}
            >
              {t('change')}
            </Anchor>
            <SidePanel
              title={t('title', { name: data.gatewayName })}
              opened={opened}
              onClose={close}
            >
              <RetryForm settings={data} onDone={close} />
            </SidePanel>
          </>
        )}
      </dd>
    </div>
  );
}
