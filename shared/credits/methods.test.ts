import { expect, it } from 'vitest';
import { clearingDays, PAYMENT_METHODS } from '#shared/credits/methods.ts';

it('takes every way of paying of the user guide; only giro and cheques wait for the bank', () => {
  expect([...PAYMENT_METHODS].toSorted()).toEqual([
    'bank-transfer',
    'cash-deposit',
    'cheque',
    'interbank-giro',
    'online-banking',
  ]);
  const waiting = PAYMENT_METHODS.filter((method) => clearingDays(method) !== null);
  expect(waiting).toEqual(['cheque', 'interbank-giro']);
});
