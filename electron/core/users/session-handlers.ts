import { refused } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { assertLocal } from '#core/files/handlers.ts';
import { api } from '#core/rpc/implement.ts';
import { actorOf } from '#core/users/actor.ts';
import { readLook } from '#core/users/look.ts';
import { keptSessionOf } from '#core/users/kept-session.ts';
import { savePreferences } from '#core/users/queries.ts';
import { recover } from '#core/users/recovery.ts';
import {
  changePassword,
  endSessionsOf,
  keepSignIn,
  resumeSignIn,
  signIn,
  signOut,
  unlock,
} from '#core/users/sign-in.ts';

/** The caller's own session: sign in, sign out, lock, unlock, own password. */
export function createSessionHandlers(deps: Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'sessions'>) {
  const { db, sessions } = deps;
  // Other pages of the same browser or app are in or out with this one.
  const changed = () => deps.bus.publish({ type: 'users.changed' });
  return api.session.router({
    get: api.session.get.handler(({ context }) => sessions.status(keptSessionOf(context))),
    signIn: api.session.signIn.handler(async ({ input, context }) => {
      const session = keptSessionOf(context);
      await signIn(deps, session, input);
      return sessions.status(session);
    }),
    signOut: api.session.signOut.handler(({ context }) => {
      const session = keptSessionOf(context);
      signOut(deps, session);
      changed();
      return sessions.status(session);
    }),
    signOutEverywhere: api.session.signOutEverywhere.handler(({ context }) => {
      const session = keptSessionOf(context);
      const { userId } = actorOf(context);
      if (userId !== null) endSessionsOf(deps, userId);
      changed();
      return sessions.status(session);
    }),
    touch: api.session.touch.handler(({ context }) => {
      sessions.touch(keptSessionOf(context));
      return { ok: true as const };
    }),
    lock: api.session.lock.handler(({ context }) => {
      const session = keptSessionOf(context);
      session.isLocked = session.userId !== null;
      changed();
      return sessions.status(session);
    }),
    unlock: api.session.unlock.handler(async ({ input, context }) => {
      const session = keptSessionOf(context);
      await unlock(deps, session, input.password);
      changed();
      return sessions.status(session);
    }),
    changePassword: api.session.changePassword.handler(async ({ input, context }) => {
      const session = keptSessionOf(context);
      await changePassword(deps, session, input);
      return sessions.status(session);
    }),
    recover: api.session.recover.handler(async ({ input, context }) => {
      const session = keptSessionOf(context);
      const recoveryCode = await recover(deps, session, input);
      return { session: sessions.status(session), recoveryCode };
    }),
    setLook: api.session.setLook.handler(({ input, context }) => {
      const { userId } = actorOf(context);
      if (userId === null) {
        throw refused(
          'no-own-look',
          'Nobody is signed in, so there is no look of one’s own. Nothing was changed; change the settings instead.',
        );
      }
      savePreferences(db, userId, JSON.stringify({ ...readLook(db, userId), ...input }));
      deps.bus.publish({ type: 'settings.changed' });
      return { ok: true as const };
    }),
    keep: api.session.keep.handler(({ context }) => {
      assertLocal(context, 'Staying signed in over several commands');
      return { token: keepSignIn(deps, keptSessionOf(context)) };
    }),
    resume: api.session.resume.handler(({ input, context }) => {
      assertLocal(context, 'Going on with a kept sign-in');
      const session = keptSessionOf(context);
      resumeSignIn(deps, session, input.token);
      return sessions.status(session);
    }),
  });
}
