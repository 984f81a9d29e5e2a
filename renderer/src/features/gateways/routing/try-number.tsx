import { Button, Text, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatchText } from '#renderer/features/gateways/routing/match-text.ts';
import classes from '#renderer/features/gateways/routing/routing.module.css';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

/** Says by which gateway a number would be sent to, and why. Sends nothing. */
export function TryNumber() {
  const { t } = useTranslation('routing');
  const [number, setNumber] = useState('');
  const matchText = useMatchText();
  const nameOf = useCountryName();
  const trial = useMutation(orpc.routing.try.mutationOptions());
  const { data } = trial;
  return (
    <form
      className={classes.try}
      onSubmit={(event) => {
        event.preventDefault();
        if (number.trim() !== '') trial.mutate({ number });
      }}
    >
      <TextInput
        label={t('try.label')}
        placeholder={t('try.example')}
        inputMode="tel"
        maxLength={100}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        className={classes.number}
      />
      <Button type="submit" variant="default" loading={trial.isPending}>
        {t('try.button')}
      </Button>
      <div role="status" className={classes.answer}>
        {trial.error !== null && (
          <Text size="sm" c="red">
            {failureText(trial.error)}
          </Text>
        )}
        {data !== undefined && (
          <Text size="sm">
            {formatMsisdn(data.msisdn)} · {nameOf(data.country)}{' '}
            <IconArrowRight size={14} aria-hidden style={{ verticalAlign: 'middle' }} />{' '}
            {data.rule === null ? (
              t('try.own')
            ) : (
              <>
                <strong>{data.rule.gatewayName}</strong>{' '}
                {t('try.because', { position: data.rule.position, what: matchText(data.rule) })}
              </>
            )}
          </Text>
        )}
      </div>
    </form>
  );
}
