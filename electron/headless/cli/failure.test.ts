import { expect, it } from 'vitest';
import { exitCodeOf, toFailure } from '#headless/cli/failure.ts';

it.each(['ENOSPC', 'SQLITE_FULL', 'EDQUOT'])('tells a full disk (%s) from a defect', (code) => {
  const failure = toFailure(Object.assign(new Error('no space left on device'), { code }));
  expect(failure).toMatchObject({ code: 'disk-full', kind: 'failed' });
  expect(failure.message).toContain('Free some space');
  expect(exitCodeOf(failure.kind)).toBe(1);
});

it('keeps the message of what was not foreseen for a bug report, one line of it', () => {
  expect(toFailure(new Error('first\nsecond'))).toMatchObject({
    code: 'internal',
    message: expect.stringMatching(/Siar: first\. What/),
  });
});
