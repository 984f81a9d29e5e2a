import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';
import classes from '#renderer/features/otp/otp.module.css';

/** All that the log knows of one request. */
export function EntryFacts({ entry }: { entry: OtpEntry }) {
  const { t } = useTranslation('otp');
  const format = useFormat();
  const { verify } = entry;
  const verifyWord =
    verify.state === null ? t('verifyState.none') : t(`verifyState.${verify.state}`);
  const facts: (readonly [string, string | null])[] = [
    ['gateway', entry.gatewayName],
    [entry.brand === null ? 'template' : 'brand', entry.brand ?? entry.template],
    ['language', entry.language === null ? null : t(`language.${entry.language}`)],
    ['appId', String(entry.appId)],
    ['minutes', t('entry.minutesValue', { count: entry.minutes })],
    ['status', entry.status === null ? null : String(entry.status)],
    ['parts', entry.parts === null ? null : format.number(entry.parts)],
    ['credits', entry.credits === null ? null : format.number(entry.credits)],
    ['gatewayId', entry.gatewayRequestId],
    ['sent', format.dateTime(entry.startedAt)],
    ['checks', format.number(verify.attempts)],
    ['lastCheck', verify.at === null ? null : `${verifyWord}, ${format.when(verify.at)}`],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([key, value]) =>
        value === null ? null : (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{t(`fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
