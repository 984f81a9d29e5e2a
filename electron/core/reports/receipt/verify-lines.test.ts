import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chain, encodeCells, RECEIPT_COLUMNS, toCells } from '#core/reports/receipt/chain.ts';
import { quoteCell } from '#core/reports/csv-text.ts';
import { readCsvLines } from '#core/reports/receipt/read-lines.ts';
import { verifyLines } from '#core/reports/receipt/verify-lines.ts';

type Row = { to: string; name: string; text: string; charged: number };

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('=1+1', 'a,b', 'two\nlines', '"quoted"', '陈小明 😀', ' blanks ', "'=x", '-'),
);
const row: fc.Arbitrary<Row> = fc.record({
  to: fc.stringMatching(/^601\d{8}$/),
  name: word,
  text: word,
  charged: fc.nat(9),
});

/** The lines of a receipt of these rows, header first. */
function receiptOf(rows: readonly Row[]): string[][] {
  const chain = new Chain();
  const line = (values: Parameters<typeof toCells>[0]) => {
    const cells = toCells(values);
    return [...cells, chain.add(cells)];
  };
  return [
    [...RECEIPT_COLUMNS],
    line({ kind: 'receipt', row: 0, text: '{"form":"siar-receipt-1","name":"Sale"}' }),
    ...rows.map((values, i) => line({ kind: 'message', row: i + 1, ...values })),
    line({ kind: 'end', row: rows.length + 1, text: JSON.stringify({ rows: rows.length }) }),
  ];
}

function toFile(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map((cells) => `${cells.map(quoteCell).join(',')}\r\n`).join('')}`;
}

/** Verifies a file cut into pieces at any place. */
function verify(file: string, cut = 7) {
  const pieces = Array.from({ length: Math.ceil(file.length / cut) }, (_, i) =>
    file.slice(i * cut, (i + 1) * cut),
  );
  return verifyLines(readCsvLines(pieces));
}

const some = fc.array(row, { minLength: 1, maxLength: 12 });

describe('a receipt', () => {
  it('is whole as it was written, whatever stands in its cells and wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 40 }), async (rows, cut) => {
        const lines = receiptOf(rows);
        expect(await verify(toFile(lines), cut)).toMatchObject({
          ok: true,
          rows: rows.length,
          seal: lines.at(-1)?.at(-1),
          facts: { name: 'Sale' },
        });
      }),
    );
  });

  it('names the row of any one cell that was changed', async () => {
    const place = fc.tuple(fc.nat(), fc.nat(), word);
    await fc.assert(
      fc.asyncProperty(some, place, async (rows, [lineAt, cellAt, text]) => {
        const lines = receiptOf(rows);
        const at = 1 + (lineAt % (lines.length - 1));
        const cell = cellAt % RECEIPT_COLUMNS.length;
        fc.pre(lines[at]![cell] !== text);
        lines[at]![cell] = text;
        const verdict = await verify(toFile(lines));
        // The line of facts without its form is no receipt; every other line is named by its row.
        const expected = at === 1 ? [0, null] : [at - 1];
        expect(verdict.ok).toBe(false);
        expect(expected).toContain(verdict.ok ? undefined : verdict.row);
      }),
      { numRuns: 300 },
    );
  });

  it('names the row that was removed, the last ones too', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.nat(), async (rows, lineAt) => {
        const lines = receiptOf(rows);
        const at = 1 + (lineAt % (lines.length - 1));
        lines.splice(at, 1);
        expect(await verify(toFile(lines))).toMatchObject({ ok: false, row: at - 1 });
      }),
    );
  });

  it('names the place where a row was added, made up or copied', async () => {
    await fc.assert(
      fc.asyncProperty(some, row, fc.nat(), fc.boolean(), async (rows, made, lineAt, isCopy) => {
        const lines = receiptOf(rows);
        const at = 2 + (lineAt % (lines.length - 1));
        const number = Math.min(at - 1, rows.length + 1);
        const added = isCopy
          ? [...lines[at - 1]!]
          : [...toCells({ kind: 'message', row: number, ...made }), 'f'.repeat(64)];
        lines.splice(at, 0, added);
        expect(await verify(toFile(lines))).toMatchObject({ ok: false, row: at - 1 });
      }),
    );
  });

  it('names the first row of two that changed places', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.nat(), fc.nat(), async (rows, a, b) => {
        const lines = receiptOf(rows);
        const [first, second] = [a, b].map((n) => 1 + (n % (lines.length - 1))) as [number, number];
        fc.pre(first !== second);
        const kept = lines[first]!;
        lines[first] = lines[second]!;
        lines[second] = kept;
        const at = Math.min(first, second);
        expect(await verify(toFile(lines))).toMatchObject({ ok: false, row: at - 1 });
      }),
    );
  });

  it('says where a file that breaks off ends', async () => {
    const rows = [1, 2, 3].map((n) => ({ to: `6012000000${n}`, name: '', text: 'x', charged: 1 }));
    const lines = receiptOf(rows).slice(0, 4);
    expect(await verify(toFile(lines))).toMatchObject({ ok: false, problem: 'cut', row: 3 });
    expect(await verify('')).toMatchObject({ problem: 'not-a-receipt' });
    expect(await verify('to,name\r\n1,2\r\n')).toMatchObject({ problem: 'not-a-receipt' });
  });

  it('stays whole when an editor changes only how lines end and what is quoted', async () => {
    const lines = receiptOf([
      { to: '60121234567', name: 'Aminah', text: 'two\nlines', charged: 1 },
    ]);
    const quoted = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`));
    const file = `${quoted.map((cells) => cells.join(',')).join('\n')}\n`;
    expect(await verify(file)).toMatchObject({ ok: true, rows: 1 });
  });

  it('is encoded as its page says', () => {
    expect(encodeCells(['message', '1', '', '陈']).toString()).toBe('7:message,1:1,0:,3:陈,');
    expect(toCells({ kind: 'message', row: 1, text: '=1+1' })[4]).toBe("'=1+1");
    // Worked out from the page alone, with no line of Siar's.
    const sha = (...parts: (string | Buffer)[]) =>
      createHash('sha256')
        .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
        .digest();
    const lines = receiptOf([{ to: '60121234567', name: '', text: 'x', charged: 1 }]);
    let last = sha('siar-receipt-1\n');
    for (const cells of lines.slice(1)) {
      const hashed = cells.slice(0, -1).map((cell) => `${Buffer.byteLength(cell)}:${cell},`);
      last = sha(last, hashed.join(''));
      expect(cells.at(-1)).toBe(last.toString('hex'));
    }
  });
});
