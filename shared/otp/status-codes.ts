import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** Every status the one-time-password endpoints document; there is no 7, and only verify says 16. */
export const OTP_STATUSES = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;

/** See OTP_STATUSES. */
export type OtpStatus = (typeof OTP_STATUSES)[number];

/**
 * What each status means and what to do about it. `meaning` is the wording of the eSMS page "Generate
 * OTP Code" (2021); 16 is of "Verify OTP Code" (2021). `advice` is the page's, with the way to do it in
 * Siar. Nothing is ever sent again by itself: a code that comes twice confuses whoever waits for it.
 */
export const OTP_CODES: Readonly<Record<OtpStatus, GatewayProfile['codes'][string]>> = {
  0: {
    meaning: 'Success',
    class: 'accepted',
    advice: 'Nothing to do: the gateway took the message and charged for it.',
  },
  1: {
    meaning: 'Insufficient parameters',
    class: 'rejected',
    advice:
      'Please make sure all mandatory parameter exists: the API key and secret in the gateway settings, and the number.',
  },
  2: {
    meaning: 'Invalid calling IP',
    class: 'rejected',
    advice:
      'The account accepts calls only from certain addresses, and this computer’s is not one of them. Add it at the gateway, or have the list switched off.',
  },
  3: {
    meaning: 'Invalid api key/secret combination',
    class: 'rejected',
    advice:
      'Enter the API key and secret again in the gateway settings. If you believe this is an error, contact support@esms.com.my.',
  },
  4: {
    meaning: 'Invalid country code',
    class: 'rejected',
    advice:
      'The country code of the number is not recognized. For Malaysia send to 60123456789 instead of 0123456789.',
  },
  5: {
    meaning: 'Insufficient credits',
    class: 'rejected',
    advice: 'Contact your account manager for reload procedures, then send again.',
  },
  6: {
    meaning: 'Internal error',
    class: 'retryable',
    advice: 'Nothing was taken. You may retry again shortly.',
  },
  8: {
    meaning: 'Content too long',
    class: 'rejected',
    advice:
      'Final SMS can only contain a maximum of 160 GSM characters for Normal SMS, and 70 characters for Unicode SMS, with price prefix, code and minutes counted. Shorten the text.',
  },
  9: {
    meaning: 'Invalid "phone" parameter',
    class: 'rejected',
    advice:
      'Please include only numeric in the number: 60123456789 instead of 60-12 345 6789. Correct it, then send again.',
  },
  10: {
    meaning: 'Invalid message content',
    class: 'rejected',
    advice:
      'For SMS to Malaysia mobile phones, RM0.00<space> is required at the front of the message. Begin the text with “RM0.00 ”, or let the gateway profile add it.',
  },
  11: {
    meaning: 'Brand name or Message required',
    class: 'rejected',
    advice: 'Give either a brand name or your own text.',
  },
  12: {
    meaning: 'Message missing #otp#',
    class: 'rejected',
    advice: 'Write #otp# into your text where the code is to stand.',
  },
  13: {
    meaning: 'Brand name too long',
    class: 'rejected',
    advice: 'Brand name supports only a maximum of 20 characters. Shorten it.',
  },
  14: {
    meaning: 'Invalid Duration',
    class: 'rejected',
    advice: 'Maximum supported duration is 9 minutes. Give a whole number from 1 to 9.',
  },
  15: {
    meaning: 'Invalid language code',
    class: 'rejected',
    advice: 'Please only use en, my, or zh as language.',
  },
  16: {
    meaning: 'Invalid OTP code',
    class: 'rejected',
    advice:
      'The code is wrong, or no longer valid, or belongs to another app id. Check it against the message, or send a new one.',
  },
};

/** Meaning and advice as one text. */
export function explainOtpStatus(status: OtpStatus): string {
  const { meaning, advice } = OTP_CODES[status];
  return `${meaning}. ${advice}`;
}
