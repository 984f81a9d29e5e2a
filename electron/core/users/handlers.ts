import type { User } from '#shared/contract/users.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { Role } from '#shared/users/permissions.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { CallContext } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import { transaction } from '#core/store/statement.ts';
import { actorOf } from '#core/users/actor.ts';
import { noteDetail } from '#core/users/caller.ts';
import { keptSessionOf } from '#core/users/kept-session.ts';
import { hashPassword } from '#core/users/passwords.ts';
import {
  findUser,
  getUser,
  hasUsers,
  insertUser,
  listActiveOwners,
  listUsers,
  savePassword,
  touchSignedIn,
  updateUser,
  type UserRow,
} from '#core/users/queries.ts';
import { makeRecoveryCode } from '#core/users/recovery.ts';
import { assertPassword, endSessionsOf } from '#core/users/sign-in.ts';

type UsersDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'sessions'>;

/** Users: who there is, what they are, their passwords. Nobody is ever deleted. */
export function createUsersHandlers(deps: UsersDeps) {
  const { db, clock, bus } = deps;
  const changed = () => bus.publish({ type: 'users.changed' });
  const show = (id: number) => toUser(listUsers(db).find((row) => row.id === id));
  return api.users.router({
    ...createAccessHandlers(deps),
    all: api.users.all.handler(() => listUsers(db).map(toUser)),
    begin: api.users.begin.handler(async ({ input, context }) => {
      assertPassword(input.password, input.name);
      const passwordHash = await hashPassword(input.password);
      const session = keptSessionOf(context);
      const { id, recoveryCode } = transaction(db, () => {
        if (hasUsers(db)) {
          throw refused(
            'users-begun',
            'There are users already. Nothing was changed; sign in as an owner to add more.',
          );
        }
        const owner = { ...input, role: 'owner' as const, passwordHash };
        const made = insertUser(db, { ...owner, mustChange: false, dailyLimit: null }, clock.now());
        return { id: made, recoveryCode: makeRecoveryCode(deps) };
      });
      deps.sessions.enter(session, id);
      touchSignedIn(db, id, clock.now());
      changed();
      return { user: show(id), recoveryCode };
    }),
    create: api.users.create.handler(async ({ input }) => {
      const { name, role, password, dailyLimit } = input;
      assertBegun(deps);
      assertPassword(password, name);
      const passwordHash = await hashPassword(password);
      const id = transaction(db, () => {
        assertNameFree(deps, name);
        return insertUser(
          db,
          { name, role, passwordHash, mustChange: true, dailyLimit },
          clock.now(),
        );
      });
      noteDetail(describeAccess(role, dailyLimit));
      changed();
      return show(id);
    }),
    update: api.users.update.handler(({ input }) => {
      const { id, ...change } = input;
      transaction(db, () => {
        const user = requireUser(deps, id);
        if (change.name !== undefined) assertNameFree(deps, change.name, id);
        if (change.role !== undefined && change.role !== 'owner') assertNotLastOwner(deps, user);
        updateUser(db, id, change);
        noteDetail(
          [
            ...(change.name !== undefined && change.name !== user.name ? ['new name'] : []),
            ...(change.role !== undefined && change.role !== user.role ? [change.role] : []),
            ...(change.dailyLimit !== undefined && change.dailyLimit !== user.daily_limit
              ? [describeLimit(change.dailyLimit)]
              : []),
          ].join(', '),
        );
      });
      changed();
      return show(id);
    }),
  });
}

/** Letting in and keeping out. */
function createAccessHandlers(deps: UsersDeps) {
  const { db, clock, bus } = deps;
  const show = (id: number) => toUser(listUsers(db).find((row) => row.id === id));
  const changed = () => bus.publish({ type: 'users.changed' });
  return {
    disable: api.users.disable.handler(({ input, context }) => {
      const user = requireUser(deps, input.id);
      assertNotSelf(context, user);
      assertNotLastOwner(deps, user);
      updateUser(db, user.id, { disabledAt: user.disabled_at ?? clock.now() });
      endSessionsOf(deps, user.id);
      changed();
      return show(user.id);
    }),
    enable: api.users.enable.handler(({ input }) => {
      const user = requireUser(deps, input.id);
      updateUser(db, user.id, { disabledAt: null });
      changed();
      return show(user.id);
    }),
    resetPassword: api.users.resetPassword.handler(async ({ input, context }) => {
      const user = requireUser(deps, input.id);
      assertNotSelf(context, user);
      assertPassword(input.password, user.name);
      savePassword(db, user.id, await hashPassword(input.password), true);
      endSessionsOf(deps, user.id);
      changed();
      return show(user.id);
    }),
    newRecoveryCode: api.users.newRecoveryCode.handler(() => {
      assertBegun(deps);
      return { recoveryCode: makeRecoveryCode(deps) };
    }),
  };
}

function toUser(row: (UserRow & { campaigns: number }) | undefined): User {
  if (!row) throw new Error('the user is gone');
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    dailyLimit: row.daily_limit,
    mustChangePassword: row.must_change === 1,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    signedInAt: row.signed_in_at,
    campaigns: row.campaigns,
  };
}

function requireUser({ db }: UsersDeps, id: number): UserRow {
  const user = getUser(db, id);
  if (user) return user;
  throw invalid('no-such-user', `There is no user ${id}. Nothing was changed.`, { id });
}

/** The owner's own sign-in comes first, so that nobody is locked out. */
function assertBegun({ db }: UsersDeps): void {
  if (hasUsers(db)) return;
  throw refused(
    'owner-first',
    'There are no users yet. Nothing was changed; make your own sign-in as the owner first, so that you are not locked out.',
  );
}

function assertNameFree({ db }: UsersDeps, name: string, except?: number): void {
  const other = findUser(db, name);
  if (!other || other.id === except) return;
  throw invalid(
    'name-taken',
    `There is already a user “${other.name}”. Nothing was changed; choose another name.`,
    { name: other.name, case: 'user' },
  );
}

function assertNotLastOwner({ db }: UsersDeps, user: UserRow): void {
  const others = listActiveOwners(db).filter(({ id }) => id !== user.id);
  if (user.role !== 'owner' || user.disabled_at !== null || others.length > 0) return;
  throw refused(
    'last-owner',
    `${user.name} is the only owner. Nothing was changed; make somebody else an owner first.`,
    { name: user.name },
  );
}

function assertNotSelf(context: CallContext, user: UserRow): void {
  if (actorOf(context).userId !== user.id) return;
  throw refused(
    'not-yourself',
    'That is your own sign-in. Nothing was changed; another owner has to do this, and your own password is changed in your account menu.',
  );
}

function describeAccess(role: Role, dailyLimit: number | null): string {
  return dailyLimit === null ? role : `${role}, ${describeLimit(dailyLimit)}`;
}

function describeLimit(dailyLimit: number | null): string {
  return dailyLimit === null ? 'no daily limit' : `${dailyLimit} credits a day`;
}
