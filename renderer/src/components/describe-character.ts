const UNSEEN: ReadonlyMap<string, string> = new Map([
  ['\u00A0', 'U+00A0'],
  ['\t', 'Tab'],
]);

/** A character as people can see it; spaces and marks without a shape are shown by their code. */
export function describeCharacter(char: string): string {
  const known = UNSEEN.get(char);
  if (known !== undefined) return known;
  if (!/^[\p{Z}\p{C}\p{M}]+$/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
