/** Fewest and most characters of a password. Length is what counts, so nothing else is demanded. */
export const PASSWORD_LENGTH = { least: 10, most: 200 } as const;

/** What is wrong with a password. */
export type PasswordProblem = 'too-short' | 'too-long' | 'too-simple' | 'too-common' | 'has-name';

/** What people choose first when ten characters are asked for. Compared in lower case. */
const COMMON = new Set(
  (
    'password12 password123 password1234 passw0rd12 passw0rd123 qwertyuiop qwerty12345 qwerty123456 ' +
    '1q2w3e4r5t 1q2w3e4r5t6y qazwsxedcrfv zaq12wsxcde administrator admin12345 admin123456 welcome123 ' +
    'welcome1234 iloveyou12 iloveyou123 letmein123 letmein1234 changeme123 changeme1234 malaysia123 ' +
    'malaysia1234 selamatdatang katalaluan katalaluan1 katalaluan123 rahsia12345 abcdefghij abcdefghijk ' +
    'abcd123456 abc1234567 asdfghjkl; asdfghjkl1 asdfghjkl123 football123 superman123 princess123 ' +
    'sunshine123 company123 company1234 test123456 test1234567 user123456 default123 secret1234'
  ).split(' '),
);

/** The first thing that is wrong with a password for a user of this name; null where it will do. */
export function passwordProblem(password: string, userName: string): PasswordProblem | null {
  const text = password.normalize('NFKC');
  const characters = Array.from(text);
  if (characters.length < PASSWORD_LENGTH.least) return 'too-short';
  if (characters.length > PASSWORD_LENGTH.most) return 'too-long';
  if (new Set(characters).size < 4 || isRun(characters)) return 'too-simple';
  const lower = text.toLowerCase();
  if (COMMON.has(lower)) return 'too-common';
  const name = userName.normalize('NFKC').trim().toLowerCase();
  if (name.length >= 3 && lower.includes(name) && lower.length < name.length + 6) return 'has-name';
  return null;
}

/** 1234567890, abcdefghij, 0987654321: each character one step from the last. */
function isRun(characters: readonly string[]): boolean {
  const steps = characters.slice(1).map((character, index) => {
    const step = (character.codePointAt(0) ?? 0) - (characters[index]?.codePointAt(0) ?? 0);
    return step === 9 || step === -9 ? -Math.sign(step) : step;
  });
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

/** The problem as a sentence. */
export function describePasswordProblem(problem: PasswordProblem): string {
  switch (problem) {
    case 'too-short':
      return `The password has fewer than ${PASSWORD_LENGTH.least} characters.`;
    case 'too-long':
      return `The password has more than ${PASSWORD_LENGTH.most} characters.`;
    case 'too-simple':
      return 'The password repeats a few characters or counts them up.';
    case 'too-common':
      return 'The password is one of those that are tried first.';
    case 'has-name':
      return 'The password is little more than the user’s name.';
  }
}
