import { Table, Text } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProbeReading } from '#shared/contract/probes.ts';
import classes from '#renderer/features/gateways/probe/probe.module.css';
import { inWords } from '#renderer/lib/core-words.ts';

/** How Siar reads a reply: the outcome, what it found, and which rule held. */
export function ReadingView({ reading }: { reading: ProbeReading }) {
  const { t } = useTranslation('probe');
  const { outcome, code, codeMeaning, gatewayMessageId, parts, credits, reason, rules } = reading;
  const nothing = t('nothing');
  const facts = [
    [t('fact.outcome'), t(`outcome.${outcome}`)],
    [t('fact.code'), codeMeaning === null ? (code ?? nothing) : `${code}: ${inWords(codeMeaning)}`],
    [t('fact.id'), gatewayMessageId ?? nothing],
    [t('fact.parts'), parts ?? nothing],
    [t('fact.credits'), credits ?? nothing],
  ] as const;
  return (
    <section aria-label={t('reading')}>
      <Text fw={600}>{t('reading')}</Text>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {reason !== null && <Text mt="xs">{inWords(reason)}</Text>}
      {rules.length > 0 && (
        <Table mt="xs" verticalSpacing={4} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('rules.rule')}</Table.Th>
              <Table.Th>{t('rules.found')}</Table.Th>
              <Table.Th>{t('rules.holds')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.map((one) => (
              <Table.Tr key={`${one.rule} ${one.path} ${one.wanted ?? ''}`}>
                <Table.Td>
                  {t(`rule.${one.rule}`)}
                  {one.path !== '' && <code className={classes.path}> {one.path}</code>}
                  {one.wanted !== null && (
                    <Text size="xs" c="dimmed">
                      {one.wanted}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className={classes.found}>{one.found ?? nothing}</Table.Td>
                <Table.Td>
                  <Holds rule={one} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}

/** A rule that only reads and finds nothing is no fault. */
function Holds({ rule }: { rule: ProbeReading['rules'][number] }) {
  const { t } = useTranslation('probe');
  const isOptional = !rule.holds && rule.wanted === null;
  const Icon = rule.holds ? IconCheck : isOptional ? IconMinus : IconX;
  return (
    <span className={classes.holds}>
      <Icon
        size={16}
        aria-hidden
        color={rule.holds || isOptional ? undefined : 'var(--mantine-color-error)'}
      />
      {rule.holds ? t('rules.yes') : isOptional ? t('rules.none') : t('rules.no')}
    </span>
  );
}
