import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';
import type { GuardState } from '#shared/contract/host.ts';
import { openEpochFile, readEpoch, type EpochFile } from '#core/guard/epoch-file.ts';
import { explainLock } from '#core/guard/explain-lock.ts';
import { readMachineId } from '#core/guard/machine-id.ts';
import { getIdentity, updateIdentity, type Identity } from '#core/guard/queries.ts';
import type { Logger } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { holdLock, type FolderLock } from '#core/store/folder-lock.ts';
import { makePrivateFolder } from '#core/store/make-folder.ts';

/** Keeps an older or foreign database from sending (decision record 0008). */
export type SendingGuard = {
  state(): GuardState;
  /** Throws `sending-locked` (with reason and missing attempts) unless this database may send. */
  assertUnlocked(): void;
  /**
   * Remembers outside the database that this attempt may leave. Call it after the attempt's commit
   * and before its bytes. Throws when it cannot be remembered: nothing may leave then.
   */
  raise(attemptId: number): void;
  /** Makes this database the current one. Throws `sending-locked` where that is not possible now. */
  reconcile(): GuardState;
  close(): void;
};

type GuardDeps = { db: Db; stateFolder: string; logger: Logger };

/** Another process that just died may hold its lock for a moment longer than the folder's, ms. */
const LOCK_PATIENCE_MS = 1_000;

const OPEN: GuardState = { locked: false, reason: null, missingAttempts: null, message: null };

/** Compares the database with what is remembered outside it. Never throws: what it cannot know locks. */
export function openSendingGuard(deps: GuardDeps): SendingGuard {
  return new EpochGuard(deps);
}

class EpochGuard implements SendingGuard {
  private readonly deps: GuardDeps;
  private current: GuardState;
  private file: EpochFile | undefined;
  private lock: FolderLock | null = null;
  private offset = 0;
  private highest = 0;

  constructor(deps: GuardDeps) {
    this.deps = deps;
    this.current = this.examine(false);
    const { locked, message, ...why } = this.current;
    // Commands and pages say it to the person; the log only keeps it.
    if (locked) deps.logger.info(why, `sending is locked: ${message}`);
  }

  state(): GuardState {
    return this.current;
  }

  assertUnlocked(): void {
    const { locked, reason, missingAttempts, message } = this.current;
    if (locked) throw refused('sending-locked', message ?? '', { reason, missingAttempts });
  }

  raise(attemptId: number): void {
    if (!this.file) throw new Error('the guard is not open');
    const epoch = attemptId + this.offset;
    if (epoch <= this.highest) return;
    this.file.write(epoch);
    this.highest = epoch;
  }

  reconcile(): GuardState {
    if (!this.current.locked) return this.current;
    const before = this.current;
    this.current = this.examine(true);
    this.assertUnlocked();
    const { reason, missingAttempts } = before;
    this.deps.logger.warn({ reason, missingAttempts }, 'a person allowed this database to send');
    return this.current;
  }

  close(): void {
    this.file?.close();
    this.file = undefined;
    this.lock?.release();
    this.lock = null;
  }

  private examine(adopts: boolean): GuardState {
    const { db, stateFolder, logger } = this.deps;
    try {
      makePrivateFolder(stateFolder);
      const machineId = readMachineId(stateFolder);
      const identity = getIdentity(db);
      const path = (kind: string) => join(stateFolder, `${identity.databaseId}.${kind}`);
      this.lock ??= holdLock(path('lock'), LOCK_PATIENCE_MS);
      if (!this.lock) return explainLock('in-use', null, stateFolder);
      const outside = readEpoch(path('epoch'));
      const reason = judge(identity, machineId, outside, () => knowsOthers(stateFolder, identity));
      if (reason !== null && !adopts) {
        const missing = Math.max(0, (outside ?? 0) - identity.epoch);
        return explainLock(reason, outside === null ? null : missing, stateFolder);
      }
      // One more than anything seen: whichever copy sent that much is the older one from now on.
      const epoch = reason === null ? identity.epoch : Math.max(identity.epoch, outside ?? 0) + 1;
      this.adopt(path('epoch'), identity, machineId, epoch);
      return OPEN;
    } catch (error) {
      logger.error({ err: error, stateFolder }, 'the guard of the database cannot work');
      return explainLock('unguarded', null, stateFolder);
    }
  }

  /** The file first: a process that dies in between leaves a lock as it was, never a false one. */
  private adopt(path: string, identity: Identity, machineId: string, epoch: number): void {
    this.file = openEpochFile(path, epoch);
    if (identity.machineId !== machineId || identity.epoch !== epoch) {
      updateIdentity(this.deps.db, machineId, epoch);
    }
    this.offset = epoch - identity.attempts;
    this.highest = epoch;
  }
}

/** Null: this database is the current one. */
function judge(
  { machineId: owner, attempts, epoch }: Identity,
  machineId: string,
  outside: number | null,
  knowsOthersHere: () => boolean,
): 'older' | 'foreign' | null {
  // Even a database that never sent is older once it is known to have sent.
  if (outside !== null && outside > epoch) return 'older';
  if (owner !== null && owner !== machineId) return 'foreign';
  if (attempts === 0 || outside !== null) return null;
  // It has sent and is not remembered here. From before the guard, the first one met is this
  // machine's own; later ones may be old copies of it.
  return owner === null && !knowsOthersHere() ? null : 'foreign';
}

function knowsOthers(stateFolder: string, { databaseId }: Identity): boolean {
  return readdirSync(stateFolder).some(
    (name) => name.endsWith('.epoch') && name !== `${databaseId}.epoch`,
  );
}
