import { Alert, Stack, Table, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Figure } from '#renderer/components/figure.tsx';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useCan } from '#renderer/hooks/use-session.ts';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';

type FiguresProps = { prediction: SwitchPrediction; practice: boolean };

/** What moves, what it costs here and there, what stays, and whether the credits suffice. */
export function SwitchFigures({ prediction, practice }: FiguresProps) {
  const { t } = useTranslation('switch');
  const format = useFormat();
  const { messages, gateway, before, after } = prediction;
  const rows = [
    { name: t('parts'), now: before.parts, there: after.parts },
    { name: t('credits'), now: before.credits, there: after.credits },
  ];
  return (
    <Stack gap={16}>
      <Figure label={t('moves', { gateway })} value={format.number(messages)} big />
      <Table aria-label={t('cost')} withRowBorders={false} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label={t('cost')} />
            <Table.Th ta="right">{t('now')}</Table.Th>
            <Table.Th ta="right">{t('then', { gateway })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, now, there }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right" className="tabular">
                {format.number(now)}
              </Table.Td>
              <Table.Td ta="right" className="tabular" fw={600}>
                {format.number(there)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {!practice && <Cover prediction={prediction} />}
      <Stays stays={prediction.stays} gateway={gateway} />
    </Stack>
  );
}

function Cover({ prediction: { cover, gateway } }: { prediction: SwitchPrediction }) {
  const { t } = useTranslation('switch');
  const mayOverdraw = useCan('credits.overdraw');
  const missing = Math.max(cover.short, cover.shortToday);
  if (missing > 0) {
    return (
      <Alert color="orange" icon={<IconCoins size={18} aria-hidden />} p={12} role="status">
        <Text size="sm">
          {t(cover.short > 0 ? 'short' : 'shortToday', { count: missing, gateway })}
        </Text>
        <Text size="sm">{t(mayOverdraw ? 'shortAllow' : 'shortAsk')}</Text>
        <AnchorLink to="/credits" size="sm">
          {t('openCredits')}
        </AnchorLink>
      </Alert>
    );
  }
  return (
    <Text size="sm">
      {cover.known ? t('covered', { count: cover.credits, gateway }) : t('unknown', { gateway })}
    </Text>
  );
}

function Stays({ stays, gateway }: { stays: SwitchPrediction['stays']; gateway: string }) {
  const { t } = useTranslation('switch');
  const lines = (['sent', 'inFlight', 'uncertain', 'there', 'elsewhere'] as const).filter(
    (key) => stays[key] > 0,
  );
  if (lines.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('stays')}
      </Text>
      <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
        {lines.map((key) => (
          <li key={key}>
            <Text size="sm" component="span">
              {t(`stay.${key}`, { count: stays[key], gateway })}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
