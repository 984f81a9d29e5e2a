import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useEffect, useState, type ReactNode } from 'react';
import { useQueryClient, type Query } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/contract/users.ts';
import { useAppliedSettings } from '#renderer/app/use-applied-settings.ts';
import { LockScreen } from '#renderer/features/session/lock-screen.tsx';
import { NewPasswordPage } from '#renderer/features/session/new-password-page.tsx';
import { RecoveryCode } from '#renderer/features/session/recovery-code.tsx';
import { useRecoveryCodeStore } from '#renderer/lib/recovery-code-store.ts';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { SignInPage } from '#renderer/features/session/sign-in-page.tsx';
import { Starting } from '#renderer/features/session/starting.tsx';
import { useIdleLock } from '#renderer/features/session/use-idle-lock.ts';
import { useSession } from '#renderer/hooks/use-session.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/session/session.module.css';

/**
 * Shows the app to whoever may use it, else the page to sign in at. A locked page keeps what was on
 * it, out of sight, until the same person unlocks it; another person starts with fresh pages. `onSignIn`:
 * somebody signed in; where the last person was is not always a place for this one.
 */
export function SessionGate({ onSignIn, children }: { onSignIn: () => void; children: ReactNode }) {
  const session = useSession();
  useAppliedSettings();
  useIdleLock(session);
  useFreshAfterUnlock(session?.wait === 'unlock');
  if (session === undefined) return <Starting />;
  return (
    <OnePerson
      key={session.user?.id ?? `nobody ${session.signInOn}`}
      session={session}
      onSignIn={onSignIn}
    >
      {children}
    </OnePerson>
  );
}

/** Begins with an empty cache: nobody sees an answer that somebody else got. */
function OnePerson({
  session,
  onSignIn,
  children,
}: {
  session: Session;
  onSignIn: () => void;
  children: ReactNode;
}) {
  const queries = useQueryClient();
  const code = useRecoveryCodeStore((state) => state.code);
  // Before the first page of this person asks for anything; an effect would come after it.
  useState(() => queries.removeQueries({ predicate: isOfPerson }));
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: orpc.settings.key() });
  }, [queries]);
  if (code !== null) return <KeepCodePage code={code} />;
  if (session.signInOn && session.user === null) return <SignInPage onSignIn={onSignIn} />;
  if (session.wait === 'new-password') return <NewPasswordPage name={session.user?.name ?? ''} />;
  return <Kept session={session}>{children}</Kept>;
}

function Kept({ session, children }: { session: Session; children: ReactNode }) {
  const isLocked = session.wait === 'unlock';
  // A page that was loaded while it is locked has nothing to keep yet.
  const [wasOpen, setWasOpen] = useState(!isLocked);
  if (!isLocked && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (!isLocked) return;
    // These lie over the page, not in it.
    modals.closeAll();
    notifications.clean();
  }, [isLocked]);
  return (
    <>
      {wasOpen && (
        <div className={isLocked ? classes.kept : classes.open} inert={isLocked}>
          {children}
        </div>
      )}
      {isLocked && <LockScreen name={session.user?.name ?? ''} />}
    </>
  );
}

function KeepCodePage({ code }: { code: string }) {
  const { t } = useTranslation('users');
  const setCode = useRecoveryCodeStore((state) => state.setCode);
  return (
    <SessionPage title={t('code.title')}>
      <RecoveryCode code={code} onKept={() => setCode(null)} />
    </SessionPage>
  );
}

/** What happened while the page was locked was told to nobody: afterwards everything is asked again. */
function useFreshAfterUnlock(isLocked: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isLocked) return undefined;
    return () => void queries.invalidateQueries({ predicate: isOfPerson });
  }, [queries, isLocked]);
}

/** All but what the gate itself stands on. */
function isOfPerson({ queryKey: [path] }: Query): boolean {
  const feature: unknown = Array.isArray(path) ? path[0] : undefined;
  return feature !== 'session' && feature !== 'settings';
}
