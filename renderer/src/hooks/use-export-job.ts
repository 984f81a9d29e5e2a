import { useJob } from '#renderer/hooks/use-job.ts';
import { startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema, type ExportResult } from '#shared/contract/base.ts';

/**
 * An export that makes a file: starts its job, follows it and hands the file to the browser.
 * `onDone` hears of it once the download has begun.
 */
export function useExportJob<Format extends string>(
  start: (format: Format) => Promise<{ jobId: string }>,
  onDone: (result: ExportResult) => void,
) {
  return useJob(start, (made) => {
    const result = exportResultSchema.safeParse(made);
    if (!result.success) return;
    if (result.data.downloadId !== null) startDownload(result.data.downloadId);
    onDone(result.data);
  });
}
