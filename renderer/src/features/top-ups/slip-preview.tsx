import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { drawFirstPage } from '#renderer/features/top-ups/draw-pdf.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { downloadUrl, startDownload } from '#renderer/transport/files.ts';
import type { TopUp } from '#shared/contract/top-ups.ts';
import classes from '#renderer/features/top-ups/top-ups.module.css';

/**
 * A payment slip: a picture, or the first page of a PDF drawn here. The file itself is never opened as
 * a page: its bytes are fetched and shown as what the core found them to be.
 */
export function SlipPreview({ slip }: { slip: TopUp['slips'][number] }) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const content = useQuery({
    queryKey: [...orpc.topUps.slip.key(), slip.id],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { fileId, type } = await client.topUps.slip({ id: slip.id }, { signal });
      const response = await fetch(downloadUrl(fileId), { signal });
      if (!response.ok) throw new Error(`the slip could not be fetched (${response.status})`);
      return new Blob([await response.arrayBuffer()], { type });
    },
  });
  const save = async () => startDownload((await client.topUps.slip({ id: slip.id })).fileId);
  return (
    <figure style={{ margin: 0 }}>
      {content.isPending ? (
        <Skeleton height={160} />
      ) : content.isError ? (
        <ErrorState error={content.error} onRetry={() => content.refetch()} />
      ) : slip.type === 'application/pdf' ? (
        <PdfPage content={content.data} name={slip.name} />
      ) : (
        <Picture content={content.data} name={slip.name} />
      )}
      <Group component="figcaption" justify="space-between" wrap="nowrap" mt={4}>
        <Text size="sm" truncate>
          {slip.name} · {format.bytes(slip.size)}
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t('slip.save', { name: slip.name })}
          onClick={() => void save()}
        >
          {t('slip.download')}
        </Button>
      </Group>
    </figure>
  );
}

function Picture({ content, name }: { content: Blob; name: string }) {
  const { t } = useTranslation('topups');
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(content);
    if (picture.current) picture.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [content]);
  return <img ref={picture} className={classes.slip} alt={t('slip.alt', { name })} />;
}

function PdfPage({ content, name }: { content: Blob; name: string }) {
  const { t } = useTranslation('topups');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    let isGone = false;
    drawFirstPage(content, target, () => isGone).catch(() => {
      if (!isGone) setUnreadable(true);
    });
    return () => {
      isGone = true;
    };
  }, [content]);
  if (isUnreadable) return <Text c="dimmed">{t('slip.unreadable')}</Text>;
  return (
    <canvas ref={canvas} className={classes.slip} role="img" aria-label={t('slip.alt', { name })} />
  );
}
