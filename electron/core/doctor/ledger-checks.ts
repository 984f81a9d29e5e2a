import {
  listUnbalanced,
  listWrongBalances,
  listWrongReserved,
  listWrongSpent,
} from '#core/doctor/ledger-queries.ts';
import { say } from '#shared/said/say.ts';
import { some, type Look } from '#core/doctor/look.ts';

/** What may have a balance of its own, in words. */
const THINGS = {
  account: 'thing-account',
  campaign: 'thing-campaign',
  otp: 'thing-otp',
  'look-up': 'thing-look-up',
} as const;

/** What must hold of the credits ledger (decision record 0010). */
export const LEDGER_CHECKS: readonly Look[] = [
  {
    name: 'ledger',
    fine: 'Every booking of credits sums to zero.',
    find(db) {
      const wrong = listUnbalanced(db).map((id) => say('thing-booking', { id }));
      return wrong.length === 0 ? null : say('found-ledger', { things: some(wrong) });
    },
  },
  {
    name: 'balances',
    fine: 'The balance of every account is the sum of its bookings.',
    find(db) {
      const wrong = listWrongBalances(db).map(({ of, id, kept, booked }) =>
        say('thing-balance', { thing: say(THINGS[of], { id }), kept, booked }),
      );
      return wrong.length === 0 ? null : say('found-balances', { things: some(wrong) });
    },
  },
  {
    name: 'reserved',
    fine: 'Reserved credits are those of messages still to be sent or decided on.',
    find(db) {
      const wrong = listWrongReserved(db).map(({ gatewayId: id, booked, live }) =>
        say('thing-reserved', { id, booked, live }),
      );
      return wrong.length === 0 ? null : say('found-reserved', { things: some(wrong) });
    },
  },
  {
    name: 'spent',
    fine: 'Spent credits are those that messages, one-time passwords and look-ups were charged.',
    find(db) {
      const wrong = listWrongSpent(db).map(({ gatewayId: id, booked, live }) =>
        say('thing-spent', { id, booked, live }),
      );
      return wrong.length === 0 ? null : say('found-spent', { things: some(wrong) });
    },
  },
];
