import {
  listUnbalanced,
  listWrongBalances,
  listWrongReserved,
  listWrongSpent,
} from '#core/doctor/ledger-queries.ts';
import { some, type Look } from '#core/doctor/look.ts';

/** What must hold of the credits ledger (decision record 0010). */
export const LEDGER_CHECKS: readonly Look[] = [
  {
    name: 'ledger',
    fine: 'Every booking of credits sums to zero.',
    find(db) {
      const wrong = listUnbalanced(db).map((id) => `booking ${id}`);
      return wrong.length === 0 ? null : `Bookings do not sum to zero (${some(wrong)})`;
    },
  },
  {
    name: 'balances',
    fine: 'The balance of every account is the sum of its bookings.',
    find(db) {
      const wrong = listWrongBalances(db).map(
        ({ what, kept, booked }) => `${what}: ${kept} kept, ${booked} booked`,
      );
      return wrong.length === 0 ? null : `Balances differ from the bookings (${some(wrong)})`;
    },
  },
  {
    name: 'reserved',
    fine: 'Reserved credits are those of messages still to be sent or decided on.',
    find(db) {
      const wrong = listWrongReserved(db).map(
        ({ gatewayId, booked, live }) => `gateway ${gatewayId}: ${booked} booked, ${live} needed`,
      );
      return wrong.length === 0 ? null : `Reserved credits differ (${some(wrong)})`;
    },
  },
  {
    name: 'spent',
    fine: 'Spent credits are those that messages, one-time passwords and look-ups were charged.',
    find(db) {
      const wrong = listWrongSpent(db).map(
        ({ gatewayId, booked, live }) => `gateway ${gatewayId}: ${booked} booked, ${live} charged`,
      );
      return wrong.length === 0 ? null : `Spent credits differ (${some(wrong)})`;
    },
  },
];
