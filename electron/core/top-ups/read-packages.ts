import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { z } from 'zod';
import { creditPackageSchema } from '#shared/contract/top-ups.ts';
import { invalid, type SiarError } from '#shared/contract/errors.ts';
import { parseRinggit } from '#shared/credits/money.ts';
import type { CreditPackage } from '#shared/credits/packages.ts';
import type { ShelvedFile } from '#core/files/file-shelf.ts';

/** A price list is a few lines. */
const MAX_BYTES = 100_000;

const jsonSchema = z.array(creditPackageSchema);

/**
 * Reads a price list: JSON as `credits packages --json` prints it, or CSV with an amount in ringgit
 * and credits on each line, with or without a header. Throws `bad-packages`, which names the line.
 */
export async function readPackages(file: ShelvedFile): Promise<CreditPackage[]> {
  if (file.size > MAX_BYTES) throw bad(file, 'it is too large to be a price list');
  const text = (await readFile(file.path, 'utf8')).replace(/^\uFEFF/u, '').trim();
  return /^[[{]/u.test(text) ? readJson(file, text) : readCsv(file, text);
}

function readJson(file: ShelvedFile, text: string): CreditPackage[] {
  try {
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : (value as { packages?: unknown }).packages;
    return jsonSchema.parse(list);
  } catch {
    throw bad(file, 'as JSON it is not a list of {"amountSen","credits"}');
  }
}

function readCsv(file: ShelvedFile, text: string): CreditPackage[] {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const rows = isHeader(data[0]) ? data.slice(1) : data;
  return rows.map(([amount = '', credits = ''], at) => {
    const amountSen = parseRinggit(amount);
    const count = /^[\d,]+$/u.test(credits.trim()) ? Number(credits.replaceAll(',', '')) : null;
    if (amountSen !== null && count !== null) return { amountSen, credits: count };
    const line = at + 1 + (data.length - rows.length);
    throw bad(file, `line ${line} is not an amount in ringgit and a number of credits`);
  });
}

function isHeader(first: readonly string[] | undefined): boolean {
  return first !== undefined && !/\d/u.test(first.join(''));
}

function bad({ name }: ShelvedFile, problem: string): SiarError {
  return invalid(
    'bad-packages',
    `${name} cannot be used: ${problem}. The price list was not changed; give one line for each package, such as 100,2000.`,
    { name, problem, case: 'file' },
  );
}
