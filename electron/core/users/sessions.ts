import type { Via } from '#shared/contract/audit.ts';
import type { Session, SESSION_WAITS } from '#shared/contract/users.ts';
import { may, PERMISSIONS, type Permission } from '#shared/users/permissions.ts';
import type { Actor, CallDoor, Clock, Logger } from '#core/ports.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';
import { HOUSE, actorOf, assertMay } from '#core/users/actor.ts';
import { createCallDoor } from '#core/users/door.ts';
import type { KeptSession } from '#core/users/kept-session.ts';
import type { SessionKeeper } from '#core/users/session-keeper.ts';
import { getUser, hasUsers, type UserRow } from '#core/users/queries.ts';

type KeeperDeps = { db: Db; clock: Clock; logger: Logger };

/** See SessionKeeper. */
export function createSessionKeeper(deps: KeeperDeps): SessionKeeper {
  return new Keeper(deps);
}

class Keeper implements SessionKeeper {
  private readonly deps: KeeperDeps;
  private readonly door: CallDoor;
  /** Sessions live in this process only, and so do their turns. */
  private readonly turns = new Map<number, number>();

  constructor(deps: KeeperDeps) {
    this.deps = deps;
    this.door = createCallDoor({ ...deps, settle: (session) => this.settle(session) });
  }

  open(via: Via): KeptSession {
    const session: KeptSession = {
      via,
      door: this.door,
      actor: null,
      userId: null,
      turn: 0,
      isLocked: false,
      touched: this.now(),
      tokenHash: null,
    };
    this.settle(session);
    return session;
  }

  settle(session: KeptSession): void {
    if (!hasUsers(this.deps.db)) {
      session.actor = HOUSE;
      return;
    }
    const user = this.userOf(session);
    if (!user) this.leave(session);
    else if (this.isIdle(session)) session.isLocked = true;
    const isHeld = !user || session.isLocked || user.must_change === 1;
    session.actor = isHeld ? null : { userId: user.id, role: user.role };
    session.wait = this.waitOf(session);
  }

  actorWith(session: KeptSession, permission: Permission): Actor {
    this.settle(session);
    assertMay(session, permission);
    return actorOf({ session });
  }

  waitOf(session: KeptSession): (typeof SESSION_WAITS)[number] | null {
    const user = this.userOf(session);
    if (!user) return null;
    if (session.isLocked) return 'unlock';
    return user.must_change === 1 ? 'new-password' : null;
  }

  status(session: KeptSession): Session {
    this.settle(session);
    const user = this.userOf(session);
    const { actor } = session;
    const all = Object.keys(PERMISSIONS) as Permission[];
    return {
      signInOn: hasUsers(this.deps.db),
      user: user
        ? { id: user.id, name: user.name, role: user.role, dailyLimit: user.daily_limit }
        : null,
      wait: this.waitOf(session),
      permissions: actor ? all.filter((permission) => may(actor.role, permission)) : ['open'],
      idleMinutes: readSettings(this.deps.db).idleMinutes,
    };
  }

  enter(session: KeptSession, userId: number): void {
    session.userId = userId;
    session.turn = this.turnOf(userId);
    session.isLocked = false;
    this.touch(session);
    this.settle(session);
  }

  leave(session: KeptSession): void {
    session.userId = null;
    session.isLocked = false;
    session.actor = null;
    session.tokenHash = null;
    session.wait = null;
  }

  touch(session: KeptSession): void {
    session.touched = this.now();
  }

  endAll(userId: number, except?: KeptSession): void {
    this.turns.set(userId, this.turnOf(userId) + 1);
    if (except?.userId === userId) except.turn = this.turnOf(userId);
  }

  private userOf(session: KeptSession): UserRow | undefined {
    if (session.userId === null || session.turn !== this.turnOf(session.userId)) return undefined;
    const user = getUser(this.deps.db, session.userId);
    return user?.disabled_at === null ? user : undefined;
  }

  private turnOf(userId: number): number {
    return this.turns.get(userId) ?? 0;
  }

  /** By either clock: one stands still while the computer sleeps, the other can be set. */
  private isIdle({ via, touched }: KeptSession): boolean {
    if (via === 'command') return false;
    const limit = readSettings(this.deps.db).idleMinutes * 60_000;
    if (limit === 0) return false;
    const now = this.now();
    return now.wall - touched.wall >= limit || now.monotonic - touched.monotonic >= limit;
  }

  private now() {
    const { clock } = this.deps;
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }
}
