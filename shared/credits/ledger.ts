/** The accounts of one gateway's ledger; `user` exists once for the house and once for every user. */
export const ACCOUNT_KINDS = ['purchases', 'user', 'reserved', 'spent', 'adjustments'] as const;

/** See ACCOUNT_KINDS. */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/**
 * What a booking stands for. The first four move credits in or between accounts; the others are what
 * sending does: hold credits back, turn them into spent ones, let them go.
 */
export const TRANSACTION_KINDS = [
  'opening',
  'top-up',
  'adjustment',
  'transfer',
  'reserve',
  'charge',
  'release',
] as const;

/** See TRANSACTION_KINDS. */
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** What a booking can be about. */
export const TRANSACTION_SUBJECTS = ['campaign', 'otp', 'top-up', 'look-up'] as const;
