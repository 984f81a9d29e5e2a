import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** How dear a guess is: scrypt's N, r and p. */
export type PasswordCost = { N: number; r: number; p: number };

/**
 * 32 MiB and three passes, as the OWASP password storage sheet asks for where N is 2^15. Stored with
 * each hash, so that a later Siar may raise it and still know the passwords of today.
 */
const COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

/** More than a stored hash may ask for: a tampered one must not eat the memory. */
const MOST_MEMORY = 256 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

// One guess at a time: many at once would eat memory and processors that sending needs.
let last: Promise<unknown> = Promise.resolve();

function derive(
  password: string,
  salt: Buffer,
  { N, r, p }: PasswordCost,
  bytes: number,
): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: MOST_MEMORY };
  const turn = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
  last = turn.catch(() => undefined);
  return turn;
}

/** Cost, salt and hash of a password in one string: `scrypt$N$r$p$salt$hash`, base64url. */
export async function hashPassword(
  password: string,
  { N, r, p }: PasswordCost = COST,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { N, r, p }, KEY_BYTES);
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** A hash of no password anybody knows, at the usual cost. */
let nobody: Promise<string> | undefined;

/**
 * Whether a password belongs to a stored hash. `stored` undefined (no such user) takes as long and is
 * never right, so that the time tells nobody which names exist. A damaged hash is never right either.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(SALT_BYTES).toString('hex'));
  const [scheme, N, r, p, salt, hash] = (stored ?? (await nobody)).split('$');
  const expected = Buffer.from(hash ?? '', 'base64url');
  if (scheme !== 'scrypt' || !salt || expected.length < KEY_BYTES) return false;
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  try {
    const salted = Buffer.from(salt, 'base64url');
    const found = await derive(password, salted, cost, expected.length);
    return timingSafeEqual(found, expected) && stored !== undefined;
  } catch {
    return false;
  }
}
