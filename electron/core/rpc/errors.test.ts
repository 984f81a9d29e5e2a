import { ORPCError, ValidationError } from '@orpc/server';
import { expect, it } from 'vitest';
import { refused } from '#shared/contract/errors.ts';
import { createErrorMapper, isDiskFull } from '#core/rpc/errors.ts';

const lines: string[] = [];
const logger = {
  debug() {},
  info() {},
  warn() {},
  error: (_fields: unknown, message: string) => void lines.push(message),
};
const mapper = createErrorMapper(logger);
const mapped = (error: unknown) =>
  mapper({ next: () => Promise.reject(error) }).catch((caught: unknown) => caught);

it('keeps the sentence, code and kind of a refusal', async () => {
  const error = await mapped(refused('warnings', 'Not yet.', { count: 2 }));
  expect(error).toBeInstanceOf(ORPCError);
  expect(error).toMatchObject({
    code: 'SIAR',
    message: 'Not yet.',
    data: { code: 'warnings', kind: 'refused', details: { count: 2 } },
  });
});

it('tells nothing of a defect’s insides, and logs it', async () => {
  const error = await mapped(new TypeError('x.y is undefined at secret.ts'));
  expect(error).toMatchObject({ data: { code: 'internal', kind: 'failed' } });
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(lines.at(-1)).toBe('a procedure failed unexpectedly');
});

it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG'])(
  'says that the disk is full for %s',
  async (code) => {
    const full = Object.assign(new Error('full'), { code });
    expect(isDiskFull(full)).toBe(true);
    expect(await mapped(full)).toMatchObject({
      message: expect.stringContaining('Free some space'),
      data: { code: 'disk-full' },
    });
  },
);

it.each([
  ['too_small', { minimum: 1 }, 'name: it is empty.'],
  ['too_big', { maximum: 200 }, 'name: it is longer than 200 characters.'],
  ['invalid_type', {}, 'name: odd.'],
])('says %s in words', async (code, size, says) => {
  const issue = { code, origin: 'string', message: 'odd', path: ['name'], ...size };
  const cause = new ValidationError({ message: 'bad', issues: [issue], data: {} });
  const error = await mapped(new ORPCError('BAD_REQUEST', { cause }));
  expect(error).toMatchObject({
    message: `The request was not understood: ${says} Nothing was changed.`,
  });
});
