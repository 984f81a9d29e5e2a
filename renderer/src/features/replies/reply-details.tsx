import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { AnchorLink } from '#renderer/components/links.tsx';
import classes from '#renderer/components/message-panel.module.css';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { outcomeOf, ReplyOutcome } from '#renderer/features/replies/reply-outcome.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Reply } from '#shared/contract/replies.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

const NUMBER = /^\d{7,15}$/;

/** A number as people read it, or the name or short number that the gateway gave. */
export function senderOf({ sender }: Pick<Reply, 'sender'>): string {
  return NUMBER.test(sender) ? formatMsisdn(sender) : sender;
}

/** One reply in the right-hand panel: all of it, what Siar did, and what a person can decide. */
export function ReplyDetails({ reply, onClose }: { reply: Reply; onClose: () => void }) {
  const { t } = useTranslation('replies');
  const format = useFormat();
  const { contact, campaign } = reply;
  const outcome = outcomeOf(reply);
  const sender =
    contact === null ? (
      senderOf(reply)
    ) : (
      <AnchorLink to="/contacts" search={{ contact: contact.id }} size="sm">
        {senderOf(reply)}
      </AnchorLink>
    );
  const after = campaign && (
    <AnchorLink to="/campaigns/$id" params={{ id: campaign.id }} size="sm">
      {campaign.name}
    </AnchorLink>
  );
  const facts: [string, ReactNode][] = [
    ['from', sender],
    ['received', format.dateTime(reply.receivedAt)],
    ['after', after],
    ['sentTo', reply.recipient],
    ['gateway', reply.gatewayName],
  ];
  return (
    <SidePanel title={contact?.name || senderOf(reply)} opened onClose={onClose}>
      <Stack gap={16}>
        <div>
          {outcome !== 'none' && <ReplyOutcome reply={reply} />}
          <Text size="sm" mt={outcome === 'none' ? 0 : 8}>
            {t(`explained.${outcome}`, { keyword: (reply.keyword ?? '').toUpperCase() })}
          </Text>
        </div>
        <div className={classes.text}>{reply.text === '' ? t('noText') : reply.text}</div>
        {reply.partsMissing > 0 && (
          <Text size="sm" c="dimmed">
            {t('partsMissing', { count: reply.partsMissing })}
          </Text>
        )}
        <dl className={classes.facts}>
          {facts
            .filter(([, value]) => value !== null && value !== '')
            .map(([key, value]) => (
              <div key={key} className={classes.fact}>
                <dt>{t(`fact.${key}`)}</dt>
                <dd className="tabular">{value}</dd>
              </div>
            ))}
        </dl>
        <Can permission="contacts.write">
          <Decisions reply={reply} onDone={onClose} />
        </Can>
      </Stack>
    </SidePanel>
  );
}

function Decisions({ reply, onDone }: { reply: Reply; onDone: () => void }) {
  const { t } = useTranslation('replies');
  const isNumber = NUMBER.test(reply.sender);
  const number = senderOf(reply);
  const done = (text: string) => () => {
    notifyDone(text);
    onDone();
  };
  const suppress = useMutation(
    orpc.suppressions.add.mutationOptions({
      onError: notifyFailure,
      onSuccess: done(t('nowSuppressed', { number })),
    }),
  );
  const settle = useMutation(
    orpc.replies.settle.mutationOptions({
      onError: notifyFailure,
      onSuccess: done(t('settled')),
    }),
  );
  const isOpen = outcomeOf(reply) === 'check';
  const canSuppress = isNumber && !reply.suppressed;
  if (!isOpen && !canSuppress) return null;
  return (
    <Group gap={8}>
      {canSuppress && (
        <Button
          variant={isOpen ? 'filled' : 'default'}
          loading={suppress.isPending}
          onClick={() =>
            suppress.mutate({
              phones: [`+${reply.sender}`],
              reason: `“${reply.text.trim().slice(0, 80)}”`,
            })
          }
        >
          {t('suppress')}
        </Button>
      )}
      {isOpen && (
        <Button
          variant="default"
          loading={settle.isPending}
          onClick={() => settle.mutate({ replyId: reply.id })}
        >
          {t('settle')}
        </Button>
      )}
    </Group>
  );
}
