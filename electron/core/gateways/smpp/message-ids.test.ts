import { expect, it } from 'vitest';
import { otherForms } from '#core/gateways/smpp/message-ids.ts';

it.each([
  ['6699', '1a2b'],
  ['6699', '1A2B'],
  ['6699', '00001a2b'],
  ['1A2B', '6699'],
  ['00001a2b', '6699'],
  ['0000006699', '6699'],
  ['6699', '0000006699'],
  ['1a2b', '1A2B'],
])('takes %s in a receipt for %s in an answer', (receipt, answer) => {
  expect(otherForms(receipt)).toContain(answer);
  expect(otherForms(receipt)).not.toContain(receipt);
});

it.each(['', 'SIM0001', 'a-b', '1'.repeat(21), '88ce9c6e-1707-41b8-95a2-91d228001fc7'])(
  'leaves %j alone',
  (id) => {
    expect(otherForms(id)).toEqual([]);
  },
);
