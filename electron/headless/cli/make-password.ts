import { randomInt } from 'node:crypto';

/** Nothing in it is taken for something else when it is read aloud or typed from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for the first sign-in: 16 characters in four groups, 79 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
