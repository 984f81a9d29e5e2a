import {
  Button,
  CloseButton,
  FileButton,
  Group,
  NumberInput,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { uploadFile } from '#renderer/transport/files.ts';
import { formatRinggit } from '#shared/credits/money.ts';
import { formatPrice, type CreditPackage } from '#shared/credits/packages.ts';

/** A line as it is typed; `key` stays while the others move. */
type Line = { key: number; ringgit: number | string; credits: number | string };

/** The price list; whoever may changes it here or by a file. */
export function PackagesEditor({
  packages,
  mayChange,
}: {
  packages: readonly CreditPackage[];
  mayChange: boolean;
}) {
  const { t } = useTranslation('topups');
  const done = () => notifyDone(t('packages.done'));
  const set = useMutation(
    orpc.packages.set.mutationOptions({ onError: notifyFailure, onSuccess: done }),
  );
  const take = useMutation({
    mutationFn: async (file: File) =>
      client.packages.import({ fileId: (await uploadFile(file)).fileId }),
    onError: notifyFailure,
    onSuccess: done,
  });
  if (!mayChange) return <PriceList packages={packages} />;
  return (
    <Stack gap="sm">
      <Text c="dimmed">{t('packages.text')}</Text>
      <Lines packages={packages} isBusy={set.isPending} onSave={(list) => set.mutate(list)} />
      <FileButton
        accept=".csv,.json,text/csv,application/json"
        onChange={(file) => {
          if (file) take.mutate(file);
        }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={take.isPending}
            leftSection={<IconUpload size={16} aria-hidden />}
          >
            {t('packages.import')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        {t('packages.importText')}
      </Text>
    </Stack>
  );
}

function PriceList({ packages }: { packages: readonly CreditPackage[] }) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th ta="right">{t('packages.from')}</Table.Th>
          <Table.Th ta="right">{t('packages.credits')}</Table.Th>
          <Table.Th ta="right">{t('packages.each')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="tabular">
        {packages.map((one) => (
          <Table.Tr key={one.amountSen}>
            <Table.Td ta="right">{formatRinggit(one.amountSen)}</Table.Td>
            <Table.Td ta="right">{format.number(one.credits)}</Table.Td>
            <Table.Td ta="right">{formatPrice(one)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Lines({
  packages,
  isBusy,
  onSave,
}: {
  packages: readonly CreditPackage[];
  isBusy: boolean;
  onSave: (list: { packages: CreditPackage[] }) => void;
}) {
  const { t } = useTranslation('topups');
  const [lines, setLines] = useState<readonly Line[]>(() =>
    packages.map(({ amountSen, credits }, key) => ({ key, ringgit: amountSen / 100, credits })),
  );
  const change = (key: number, part: Partial<Line>) =>
    setLines((before) => before.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const list = lines.map(({ ringgit, credits }) => ({
    amountSen: Math.round(Number(ringgit) * 100),
    credits: Number(credits),
  }));
  const isWhole = list.every(({ amountSen, credits }) => amountSen > 0 && credits > 0);
  return (
    <>
      {lines.map((line, at) => (
        <Group key={line.key} gap="xs" wrap="nowrap" align="flex-end">
          <NumberInput
            label={at === 0 ? t('packages.from') : undefined}
            aria-label={t('packages.from')}
            leftSection={<span aria-hidden>RM</span>}
            min={0}
            hideControls
            decimalScale={2}
            thousandSeparator=","
            value={line.ringgit}
            onChange={(ringgit) => change(line.key, { ringgit })}
          />
          <NumberInput
            label={at === 0 ? t('packages.credits') : undefined}
            aria-label={t('packages.credits')}
            min={1}
            hideControls
            allowDecimal={false}
            thousandSeparator=","
            value={line.credits}
            onChange={(credits) => change(line.key, { credits })}
          />
          <Text
            size="sm"
            c="dimmed"
            className="tabular"
            w={76}
            ta="right"
            pb={8}
            style={{ whiteSpace: 'nowrap', flex: 'none' }}
          >
            {list[at] && list[at].amountSen > 0 && list[at].credits > 0
              ? formatPrice(list[at])
              : ''}
          </Text>
          <CloseButton
            mb={4}
            aria-label={t('packages.remove')}
            disabled={lines.length === 1}
            onClick={() => setLines((before) => before.filter(({ key }) => key !== line.key))}
          />
        </Group>
      ))}
      <Group grow gap="xs">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() =>
            setLines((before) => [
              ...before,
              { key: Math.max(...before.map(({ key }) => key)) + 1, ringgit: '', credits: '' },
            ])
          }
        >
          {t('packages.add')}
        </Button>
        <Button loading={isBusy} disabled={!isWhole} onClick={() => onSave({ packages: list })}>
          {t('packages.save')}
        </Button>
      </Group>
    </>
  );
}
