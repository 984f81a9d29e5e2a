import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'resources/docs/user-guide.md'), 'utf8');

/** The user guide's answers: section and how many it has. */
const ANSWERS = { 'SMS Credits': 4, 'Topping Up': 3, 'Technical Questions': 8, Safety: 1 };

const rows = PAGE.split('\n').filter((line) => /^\| .+ \d+:/.test(line));

/** Every test a row names: file and title. */
function proofsOf(row: string): { file: string; title: string }[] {
  const proof = row.split('|').at(-2) ?? '';
  return [...proof.matchAll(/`([^`]+)`((?:,? "[^"]+")+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title })),
  );
}

describe('the table of the user guide', () => {
  it('has one row for each answer, in order', () => {
    const expected = Object.entries(ANSWERS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, i) => `${section} ${i + 1}`),
    );
    expect(rows.map((row) => /^\| (.+? \d+):/.exec(row)?.[1])).toEqual(expected);
  });

  it.each(rows.map((row) => [row.slice(2, 60), row]))('names tests that exist: %s', (_, row) => {
    const proofs = proofsOf(row);
    expect(proofs.length).toBeGreaterThan(0);
    for (const { file, title } of proofs) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(readFileSync(join(ROOT, file), 'utf8'), `${file}: ${title}`).toContain(title);
    }
  });

  it('leaves no answer half done', () => {
    expect(rows.join('\n')).not.toMatch(/partly|partial|not yet|todo/i);
  });
});
