import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#renderer/lib/failure-words.ts';
import { uploadFile, type UploadedFile } from '#renderer/transport/files.ts';

/**
 * Hands one file to the core, with progress and cancel. A later upload, or a cancel, makes the
 * answer of an earlier one be ignored. `problem` is the sentence of the last failure.
 */
export function useUpload(onFile: (file: UploadedFile) => void) {
  const { t } = useTranslation('contacts');
  const [running, setRunning] = useState(false);
  const [fraction, setFraction] = useState(0);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const turn = useRef(0);
  const stop = useRef<AbortController | null>(null);

  const take = async (getFile: (signal: AbortSignal) => Promise<UploadedFile>) => {
    turn.current += 1;
    const mine = turn.current;
    const controller = new AbortController();
    stop.current = controller;
    setProblem(null);
    setFraction(0);
    setRunning(true);
    try {
      const file = await getFile(controller.signal);
      if (mine === turn.current) onFile(file);
    } catch (error) {
      if (mine === turn.current) setProblem(failureText(error));
    } finally {
      if (mine === turn.current) setRunning(false);
    }
  };

  return {
    running,
    /** How much has gone over, 0 to 1. */
    fraction,
    name,
    problem,
    take: (getFile: (signal: AbortSignal) => Promise<UploadedFile>) => void take(getFile),
    start: (file: File) => {
      setName(file.name);
      void take((signal) => uploadFile(file, setFraction, signal));
    },
    cancel: () => {
      turn.current += 1;
      stop.current?.abort();
      setRunning(false);
    },
    refuseMany: () => setProblem(t('file.oneOnly')),
  };
}
