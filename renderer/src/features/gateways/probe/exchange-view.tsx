import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ShownExchange } from '#shared/contract/probes.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/gateways/probe/probe.module.css';

/** A request and its reply as they were on the wire, secrets covered by the core. */
export function ExchangeView({ exchange }: { exchange: ShownExchange }) {
  const { t } = useTranslation('probe');
  const format = useFormat();
  const { request, reply, failure, at, ms } = exchange;
  return (
    <div className={classes.exchange}>
      <section aria-label={t('request')}>
        <Group gap="xs" justify="space-between">
          <Text fw={600}>{t('request')}</Text>
          {(reply !== null || failure !== null) && (
            <Text size="xs" c="dimmed">
              {t('took', { time: format.time(at), ms })}
            </Text>
          )}
        </Group>
        <Wire
          label={t('request')}
          first={`${request.method} ${request.url}`}
          headers={request.headers}
          body={request.body}
        />
      </section>
      {reply !== null && (
        <section aria-label={t('reply')}>
          <Group gap="xs">
            <Text fw={600}>{t('reply')}</Text>
            {!reply.whole && <Badge color="orange">{t('notWhole')}</Badge>}
          </Group>
          <Wire label={t('reply')} first={reply.status} headers={reply.headers} body={reply.body} />
        </section>
      )}
      {failure !== null && <Text c="dimmed">{t('failure', { code: failure })}</Text>}
    </div>
  );
}

type WireProps = {
  label: string;
  first: string;
  headers: ShownExchange['request']['headers'];
  body: ShownExchange['request']['body'];
};

function Wire({ label, first, headers, body }: WireProps) {
  const { t } = useTranslation('probe');
  return (
    // Long bodies scroll inside: the keyboard has to reach them.
    <div className={classes.wire} role="group" aria-label={label} tabIndex={0}>
      <pre className={classes.first}>{first}</pre>
      {headers.length > 0 && (
        <pre className={classes.headers}>
          {headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
        </pre>
      )}
      {body !== null && body.text !== '' && <pre>{body.text}</pre>}
      {body?.cut === true && (
        <Text size="xs" c="dimmed">
          {t('cut')}
        </Text>
      )}
    </div>
  );
}
