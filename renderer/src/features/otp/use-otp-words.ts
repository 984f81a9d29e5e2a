import { useTranslation } from 'react-i18next';
import type { OtpProblem } from '#shared/otp/rules.ts';
import { OTP_STATUSES } from '#shared/otp/status-codes.ts';
import { inWords } from '#renderer/lib/core-words.ts';

/** The words of statuses and problems in the language of the screen. */
export function useOtpWords(): {
  /** Meaning and advice of a status; what has no status keeps the core's sentence. */
  explain: (status: number | null, otherwise: string) => string;
  /** What is wrong with a field: as exactly as it is known, a number's faults as in an import. */
  explainProblem: (
    problem: Pick<OtpProblem, 'code'> & { status: number | null; message: string },
  ) => string;
} {
  const { t, i18n } = useTranslation('otp');
  const join = (status: number | null, advice: string) =>
    t('sentence', { meaning: t(`status.${status}.meaning`), advice });
  const explain = (status: number | null, otherwise: string) =>
    OTP_STATUSES.some((known) => known === status)
      ? join(status, t(`status.${status}.advice`))
      : inWords(otherwise);
  return {
    explain,
    explainProblem({ code, status, message }) {
      if (i18n.exists(`problem.${code}`, { ns: 'otp' })) return t(`problem.${code}`);
      if (!i18n.exists(`errors.${code}`, { ns: 'contacts' })) return explain(status, message);
      return join(status, t(`contacts:errors.${code}`));
    },
  };
}
