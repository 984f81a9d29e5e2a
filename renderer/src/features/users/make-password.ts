/** Nothing in it is taken for something else when it is read aloud or typed from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for somebody's first sign-in: 16 characters in four groups, 79 bits. */
export function makePassword(): string {
  const letters: string[] = [];
  // Numbers past the last whole round would make some letters likelier than others.
  const limit = 256 - (256 % LETTERS.length);
  while (letters.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
      const letter = LETTERS[byte % LETTERS.length];
      if (byte < limit && letter !== undefined && letters.length < 16) letters.push(letter);
    }
  }
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-');
}
