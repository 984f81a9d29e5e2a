/** How a top-up is paid (user guide, "Topping Up" 1). */
export const PAYMENT_METHODS = [
  'bank-transfer',
  'cash-deposit',
  'cheque',
  'interbank-giro',
  'online-banking',
] as const;

/** See PAYMENT_METHODS. */
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/**
 * Payments that only count once the bank has cleared them (user guide, "SMS Credits" 2), with the
 * working days that usually takes in Malaysia: giro is credited the same or the next working day,
 * cheques are presented the next morning and credited by the third.
 */
const CLEARING: Partial<Record<PaymentMethod, { least: number; most: number }>> = {
  cheque: { least: 1, most: 3 },
  'interbank-giro': { least: 1, most: 2 },
};

/** Usual working days until a payment is cleared; null where it is there at once. */
export function clearingDays(method: PaymentMethod): { least: number; most: number } | null {
  return CLEARING[method] ?? null;
}
