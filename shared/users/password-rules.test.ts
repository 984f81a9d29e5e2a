import { describe, expect, it } from 'vitest';
import { describePasswordProblem, passwordProblem } from './password-rules.ts';

describe('password rules', () => {
  it.each([
    ['short', 'too-short'],
    ['x'.repeat(201), 'too-long'],
    ['aaaaaaaaaaaaaaaa', 'too-simple'],
    ['ababababab', 'too-simple'],
    ['1234567890', 'too-simple'],
    ['0987654321', 'too-simple'],
    ['abcdefghijkl', 'too-simple'],
    ['Password123', 'too-common'],
    ['aminah1234', 'has-name'],
    ['AMINAH-2026', 'has-name'],
  ] as const)('refuse %s: %s', (password, problem) => {
    expect(passwordProblem(password, 'Aminah')).toBe(problem);
    expect(describePasswordProblem(problem)).toMatch(/^The password .*\.$/);
  });

  it.each([
    'teh tarik satu',
    '密码很长很长很长的一个',
    'kucing-hujan-tepi',
    'aminah suka teh tarik',
  ])('take %s', (password) => {
    expect(passwordProblem(password, 'Aminah')).toBeNull();
  });

  it('count characters, not their bytes or surrogates', () => {
    expect(passwordProblem('😀😁😂🤣😃😄😅😆😉😊', 'x')).not.toBe('too-long');
    expect(passwordProblem('😀😁😂🤣', 'x')).toBe('too-short');
  });
});
