import { expect, test } from 'vitest';
import { createSessions, IDLE_MS } from '#headless/session.ts';

function at(password: string | null = null) {
  let now = 0;
  const clock = { now: () => now, monotonic: () => now };
  return {
    sessions: createSessions({ clock, password }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a token opens one session once', () => {
  const { sessions } = at();
  const token = sessions.issueToken();
  const session = sessions.redeem(token);
  expect(session).not.toBeNull();
  expect(sessions.redeem(token)).toBeNull();
  expect(sessions.touch(session ?? undefined)).toBe(true);
  expect(sessions.touch(token)).toBe(false);
  expect(sessions.touch(undefined)).toBe(false);
});

test('a session ends when nobody used it for twelve hours, not before', () => {
  const { sessions, pass } = at();
  const session = sessions.redeem(sessions.issueToken()) ?? undefined;
  for (let i = 0; i < 5; i++) {
    pass(IDLE_MS - 1);
    expect(sessions.touch(session)).toBe(true);
  }
  pass(IDLE_MS + 1);
  expect(sessions.touch(session)).toBe(false);
  expect(sessions.touch(session)).toBe(false);
});

test('only the newest links stay good', () => {
  const { sessions } = at();
  const first = sessions.issueToken();
  for (let i = 0; i < 20; i++) sessions.issueToken();
  expect(sessions.redeem(first)).toBeNull();
});

test('without a password nobody signs in, not even with an empty one', async () => {
  const { sessions } = at();
  expect(sessions.hasPassword).toBe(false);
  expect(await sessions.signIn('')).toBeNull();
});

test('only the exact password signs in', async () => {
  const { sessions } = at('correct horse');
  expect(await sessions.signIn('correct horse ')).toBeNull();
  expect(sessions.touch((await sessions.signIn('correct horse')) ?? undefined)).toBe(true);
});
