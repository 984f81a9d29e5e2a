import type { Migration } from '#core/store/migrations/migration.ts';
import { initial } from '#core/store/migrations/0010-initial.ts';
import { identity } from '#core/store/migrations/0020-identity.ts';

/** Every step in order. */
export const MIGRATIONS: readonly Migration[] = [initial, identity];
