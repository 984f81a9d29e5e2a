import type { Migration } from '#core/store/migrations/migration.ts';
import { initial } from '#core/store/migrations/0010-initial.ts';
import { identity } from '#core/store/migrations/0020-identity.ts';
import { otpLog } from '#core/store/migrations/0030-otp-log.ts';
import { users } from '#core/store/migrations/0040-users.ts';
import { creditLedger } from '#core/store/migrations/0050-credit-ledger.ts';
import { rates } from '#core/store/migrations/0060-rates.ts';
import { topUps } from '#core/store/migrations/0070-top-ups.ts';
import { signIn } from '#core/store/migrations/0080-sign-in.ts';
import { retries } from '#core/store/migrations/0090-retries.ts';
import { gateways } from '#core/store/migrations/0100-gateways.ts';
import { relays } from '#core/store/migrations/0110-relays.ts';
import { pacing } from '#core/store/migrations/0120-pacing.ts';
import { routing } from '#core/store/migrations/0130-routing.ts';
import { lookUps } from '#core/store/migrations/0140-look-ups.ts';
import { approvals } from '#core/store/migrations/0150-approvals.ts';
import { gatewayIds } from '#core/store/migrations/0180-gateway-ids.ts';
import { deadNumbers } from '#core/store/migrations/0190-dead-numbers.ts';
import { replies } from '#core/store/migrations/0200-replies.ts';
import { moves } from '#core/store/migrations/0205-moves.ts';

/** Every step in order. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  identity,
  otpLog,
  users,
  creditLedger,
  rates,
  topUps,
  signIn,
  retries,
  gateways,
  relays,
  pacing,
  routing,
  lookUps,
  approvals,
  gatewayIds,
  deadNumbers,
  replies,
  moves,
];
