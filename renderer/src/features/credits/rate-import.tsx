import { Alert, Button, FileButton, Modal, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { client } from '#renderer/transport/client.ts';
import { uploadFile } from '#renderer/transport/files.ts';
import type { RateImportResult } from '#shared/contract/rates.ts';

/** Reads rates from a file; refused rows are listed with their reasons, the others are in. */
export function RateImport({ gatewayId }: { gatewayId: number }) {
  const { t } = useTranslation('rates');
  const [result, setResult] = useState<RateImportResult | null>(null);
  const resetPicker = useRef<() => void>(null);
  const read = useMutation({
    mutationFn: async (file: File) => {
      const { fileId } = await uploadFile(file);
      return client.rates.import({ gatewayId, fileId });
    },
    onSuccess: (answer) => {
      if (answer.rejected > 0) setResult(answer);
      else notifyDone(t('import.done', { ...answer }));
    },
    onError: notifyFailure,
  });
  return (
    <>
      <FileButton
        resetRef={resetPicker}
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(file) => {
          if (file === null) return;
          read.mutate(file);
          resetPicker.current?.();
        }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={read.isPending}
            leftSection={<IconFileImport size={16} aria-hidden />}
          >
            {t('import.button')}
          </Button>
        )}
      </FileButton>
      <Modal
        opened={result !== null}
        onClose={() => setResult(null)}
        title={t('import.title')}
        size="lg"
      >
        {result !== null && <Refused result={result} />}
      </Modal>
    </>
  );
}

function Refused({ result }: { result: RateImportResult }) {
  const { t } = useTranslation('rates');
  return (
    <Stack gap="sm">
      <Alert color="orange" p={12} icon={<IconAlertTriangle size={18} aria-hidden />}>
        {t('import.some', { ...result })}
      </Alert>
      <Table.ScrollContainer minWidth={480} maxHeight={320}>
        <Table stickyHeader aria-label={t('import.refused')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t('import.row')}</Table.Th>
              <Table.Th>{t('import.value')}</Table.Th>
              <Table.Th>{t('import.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.errors.map(({ row, column, value, code, message }) => (
              <Table.Tr key={`${row} ${column}`}>
                <Table.Td ta="right">{row}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {column}
                  </Text>
                  {value}
                </Table.Td>
                <Table.Td>{t(`problem.${code}`, { defaultValue: message })}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
