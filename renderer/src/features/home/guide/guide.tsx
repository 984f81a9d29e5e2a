import { CloseButton, Skeleton, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '#shared/contract/host.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { StepBody } from '#renderer/features/home/guide/step-body.tsx';
import { currentStep, doneSteps, STEPS, wayOf } from '#renderer/features/home/guide/steps.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/home/guide/guide.module.css';

/** Five steps that lead a newcomer from nothing to a delivered message. */
export function Guide({ overview }: { overview: Overview }) {
  const { t } = useTranslation('home');
  const id = useId();
  const cache = useQueryClient();
  const campaigns = useQuery(orpc.campaigns.page.queryOptions({ input: { limit: 20 } }));
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const dismiss = useMutation(
    orpc.settings.update.mutationOptions({
      onError: notifyFailure,
      onSuccess: (settings) => cache.setQueryData(orpc.settings.get.queryKey(), settings),
    }),
  );
  if (campaigns.isPending || gateways.isPending) return <Skeleton height={260} />;
  if (campaigns.isError || gateways.isError) {
    return (
      <ErrorState
        error={campaigns.error ?? gateways.error}
        onRetry={() => Promise.all([campaigns.refetch(), gateways.refetch()])}
      />
    );
  }
  const way = wayOf(gateways.data);
  const done = doneSteps(overview, campaigns.data.rows);
  const current = currentStep(done);
  return (
    <section className={classes.guide} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <Title order={2} id={id}>
            {current === null ? t('guide.finishedTitle') : t('guide.title')}
          </Title>
          <Text c="dimmed">
            {current === null ? t(`guide.${way}.finishedText`) : t(`guide.${way}.text`)}
          </Text>
        </div>
        <CloseButton
          onClick={() => dismiss.mutate({ guideDismissed: true })}
          disabled={dismiss.isPending}
          aria-label={t('guide.dismiss')}
          title={t('guide.dismiss')}
        />
      </div>
      {current === null ? (
        <div className={classes.phones}>
          <StepBody step="delivered" way={way} campaigns={campaigns.data.rows} />
        </div>
      ) : (
        <ol className={classes.steps}>
          {STEPS.map((step, index) => {
            const state = done.has(step) ? 'done' : step === current ? 'current' : 'later';
            return (
              <li
                key={step}
                className={classes.step}
                data-state={state}
                aria-current={state === 'current' ? 'step' : undefined}
              >
                <span
                  className={classes.mark}
                  role={state === 'done' ? 'img' : undefined}
                  aria-label={state === 'done' ? t('guide.done') : undefined}
                >
                  {state === 'done' ? <IconCheck size={16} aria-hidden /> : index + 1}
                </span>
                <div>
                  <div className={classes.title}>{t(`guide.${way}.${step}.title`)}</div>
                  {state === 'current' && (
                    <StepBody step={step} way={way} campaigns={campaigns.data.rows} />
                  )}
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
