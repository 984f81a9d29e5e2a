import { z } from 'zod';
import {
  backupScheduleSchema,
  lastBackupSchema,
  type BackupSchedule,
  type LastBackup,
} from '#shared/contract/safety.ts';
import { getStored } from '#core/safety/queries.ts';
import { saveSettings } from '#core/settings/queries.ts';
import type { Db } from '#core/store/db.ts';

const SCHEDULE = 'backup.schedule';
const LAST = 'backup.last';
/** When an automatic copy was tried last, and what went wrong; null: nothing. */
const TRIED = 'backup.tried';

const triedSchema = z.object({ at: z.number(), problem: z.string().nullable() });

/** See TRIED. */
export type Tried = z.infer<typeof triedSchema>;

/** The schedule in force; off until a person turns it on. */
export function readSchedule(db: Db): BackupSchedule {
  return read(db, SCHEDULE, backupScheduleSchema) ?? { enabled: false, folder: null, keep: 14 };
}

/** Keeps the schedule. */
export function saveSchedule(db: Db, schedule: BackupSchedule): void {
  save(db, SCHEDULE, schedule);
}

/** The last verified copy, wherever it went. */
export function readLastBackup(db: Db): LastBackup | null {
  return read(db, LAST, lastBackupSchema);
}

/** See readLastBackup. */
export function saveLastBackup(db: Db, last: LastBackup): void {
  save(db, LAST, last);
}

/** The last automatic copy. */
export function readTried(db: Db): Tried | null {
  return read(db, TRIED, triedSchema);
}

/** See readTried. */
export function saveTried(db: Db, tried: Tried): void {
  save(db, TRIED, tried);
}

function read<Schema extends z.ZodType>(
  db: Db,
  key: string,
  schema: Schema,
): z.infer<Schema> | null {
  const parsed = schema.safeParse(JSON.parse(getStored(db, key) ?? 'null'));
  return parsed.success ? parsed.data : null;
}

function save(db: Db, key: string, value: unknown): void {
  saveSettings(db, new Map([[key, JSON.stringify(value)]]));
}
