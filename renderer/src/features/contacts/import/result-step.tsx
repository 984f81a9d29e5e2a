import {
  Alert,
  Button,
  Group,
  List,
  Paper,
  ScrollArea,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { IconCircleCheck, IconDownload, IconInfoCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Count } from '#renderer/components/count.tsx';
import { useProblemWords } from '#renderer/features/contacts/import/problem-words.ts';
import { startDownload } from '#renderer/transport/client.ts';
import type { ImportResult, RowError } from '#shared/contract/imports.ts';

type ResultStepProps = { result: ImportResult; listName: string; onAgain: () => void };

/** How the import ended: what came in, what was mended, what was refused and why, and what next. */
export function ResultStep({ result, listName, onAgain }: ResultStepProps) {
  const { t } = useTranslation('contacts');
  const navigate = useNavigate();
  const list = result.listId ?? undefined;
  return (
    <Stack gap={24}>
      {result.cancelled ? (
        <Alert
          color="yellow"
          icon={<IconInfoCircle size={18} />}
          title={t('result.cancelledTitle')}
        >
          {t('result.cancelledText')}
        </Alert>
      ) : (
        <Group gap={8} role="status">
          <IconCircleCheck size={22} aria-hidden color="var(--mantine-color-teal-6)" />
          <Text fw={600}>{t('result.done', { count: result.listTotal, list: listName })}</Text>
        </Group>
      )}
      <Counts result={result} />
      <Group gap={8}>
        <Button
          disabled={list === undefined}
          onClick={() => void navigate({ to: '/contacts', search: { list } })}
        >
          {t('result.openList')}
        </Button>
        <Button
          variant="default"
          disabled={list === undefined || result.listTotal === 0}
          onClick={() => void navigate({ to: '/campaigns/new', search: { list } })}
        >
          {t('result.write')}
        </Button>
        <Button variant="subtle" onClick={onAgain}>
          {t('result.again')}
        </Button>
      </Group>
      <Repairs repairs={result.repairs} />
      <Refused result={result} />
    </Stack>
  );
}

function Counts({ result }: { result: ImportResult }) {
  const { t } = useTranslation('contacts');
  const counts = [
    ['imported', result.imported],
    ['updated', result.updated],
    ['duplicates', result.duplicates],
    ['rejected', result.rejected],
  ] as const;
  return (
    <SimpleGrid cols={4} spacing={12}>
      {counts.map(([key, value]) => (
        <Paper key={key} withBorder p={16}>
          <Text size="sm" c="dimmed">
            {t(`result.counts.${key}`)}
          </Text>
          <Text size="xl" fw={600}>
            <Count value={value} />
          </Text>
          <Text size="sm" c="dimmed">
            {t(`result.countsWhy.${key}`)}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function Repairs({ repairs }: { repairs: ImportResult['repairs'] }) {
  const { t } = useTranslation('contacts');
  const words = useProblemWords();
  const made = Object.entries(repairs).filter(([, count]) => count > 0);
  if (made.length === 0) return null;
  return (
    <Stack gap={8}>
      <Title order={2} size="h4">
        {t('result.repairs')}
      </Title>
      <List size="sm" spacing={4}>
        {made.map(([code, count]) => (
          <List.Item key={code}>{words.repair(code, count)}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Refused({ result }: { result: ImportResult }) {
  const { t } = useTranslation('contacts');
  const { errors, rejected, errorsDownloadId } = result;
  if (rejected === 0) return null;
  return (
    <Stack gap={8}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('result.refused', { count: rejected })}
        </Title>
        {errorsDownloadId !== null && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => startDownload(errorsDownloadId)}
          >
            {t('result.download')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('result.refusedHelp')}
        {errors.length < rejected && ` ${t('result.refusedFirst', { count: errors.length })}`}
      </Text>
      <RefusedTable errors={errors} />
    </Stack>
  );
}

function RefusedTable({ errors }: { errors: readonly RowError[] }) {
  const { t } = useTranslation('contacts');
  const words = useProblemWords();
  return (
    <ScrollArea.Autosize mah={420} type="auto">
      <Table stickyHeader verticalSpacing={6} style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={80}>
              {t('preview.row')}
            </Table.Th>
            <Table.Th w={160}>{t('result.column')}</Table.Th>
            <Table.Th w={200}>{t('result.value')}</Table.Th>
            <Table.Th>{t('result.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {errors.map((error, at) => (
            <Table.Tr key={`${error.row}-${error.code}-${at}`}>
              <Table.Td ta="right">{error.row}</Table.Td>
              <Table.Td>{error.column}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{error.value}</Table.Td>
              <Table.Td>{words.error(error)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
