import { useTranslation } from 'react-i18next';
import { OTP_STATUSES } from '#shared/otp/status-codes.ts';

/** Explains a status in the language of the screen; what has no status keeps the core's sentence. */
export function useOtpWords(): {
  explain: (status: number | null, otherwise: string) => string;
} {
  const { t } = useTranslation('otp');
  return {
    explain(status, otherwise) {
      if (!OTP_STATUSES.some((known) => known === status)) return otherwise;
      return `${t(`status.${status}.meaning`)}. ${t(`status.${status}.advice`)}`;
    },
  };
}
