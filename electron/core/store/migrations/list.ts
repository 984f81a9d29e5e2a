import type { Migration } from '#core/store/migrations/migration.ts';
import { initial } from '#core/store/migrations/0010-initial.ts';

/** Every step in order. */
export const MIGRATIONS: readonly Migration[] = [initial];
