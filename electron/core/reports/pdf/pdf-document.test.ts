import { extractText, getDocumentProxy } from 'unpdf';
import { expect, it, vi } from 'vitest';
import { renderPdf, type PdfDocument, type PdfOptions } from '#core/reports/pdf/pdf-document.ts';

const options: PdfOptions = {
  title: 'Report of a campaign',
  shopName: 'Kedai Runcit Seri Murni 美丽杂货店',
  language: 'en',
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
};

/** The text of each page, read by another program. A file that it has to mend is an error. */
async function pagesOf(file: Buffer): Promise<string[]> {
  const warnings: unknown[] = [];
  const warned = vi.spyOn(console, 'log').mockImplementation((...line) => warnings.push(line));
  try {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)));
    expect(warnings).toEqual([]);
    return text;
  } finally {
    warned.mockRestore();
  }
}

const render = (build: (doc: PdfDocument) => void | Promise<void>, changed?: Partial<PdfOptions>) =>
  renderPdf({ ...options, ...changed }, build);

it('writes every script of its people so that it can be copied out again', async () => {
  const [page = ''] = await pagesOf(
    await render((doc) => {
      doc.heading('Laporan kempen – jualan akhir tahun');
      doc.text('Selamat tengah hari, Encik Ōno & Señora: “50 %”');
      doc.text('陳美麗 陈美丽，您好。您的订单已寄出！');
      doc.text('வணக்கம் நண்பரே');
    }),
  );
  for (const text of [
    'Laporan kempen – jualan akhir tahun',
    'Selamat tengah hari, Encik',
    '“50 %”',
    '陳美麗 陈美丽，您好。您的订单已寄出！',
    '美丽杂货店',
    'Page 1 of 1',
  ]) {
    expect(page).toContain(text);
  }
  expect(page).toMatch(/[\u0B80-\u0BFF]{3}/u);
});

it('repeats the header of a table on each page and loses no row', async () => {
  async function* rows() {
    for (let n = 1; n <= 150; n += 1) yield [String(n), `Person ${n}`, `RM ${n}.00`];
  }
  const file = await render(async (doc) => {
    doc.heading('People');
    await doc.table({
      columns: [
        { header: 'No.', share: 1, align: 'right' },
        { header: 'Name of the person', share: 4 },
        { header: 'Paid', share: 2, align: 'right' },
      ],
      rows: rows(),
      total: ['', 'All of them', 'RM 11325.00'],
    });
  });
  const pages = await pagesOf(file);
  expect(pages.length).toBeGreaterThan(2);
  for (const [at, page] of pages.entries()) {
    expect(page).toContain('Name of the person');
    expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
  }
  const all = pages.join('\n');
  const found = [...all.matchAll(/Person (\d+)/gu)].map(([, n]) => Number(n));
  expect(found).toEqual(Array.from({ length: 150 }, (_, at) => at + 1));
  expect(pages.at(-1)).toContain('RM 11325.00');
});

it('breaks a text longer than a page, and a word longer than a line', async () => {
  const word = 'x'.repeat(3_000);
  const long = Array.from({ length: 1_500 }, (_, at) => `word${at}`).join(' ');
  const pages = await pagesOf(
    await render((doc) =>
      doc.table({
        columns: [
          { header: 'A', share: 1 },
          { header: 'B', share: 1 },
        ],
        rows: [[word, long]],
      }),
    ),
  );
  const all = pages.join(' ');
  expect(all).toContain('word1499');
  expect([...all.matchAll(/x+/gu)].join('').length).toBe(3_000);
});

it('writes bars, columns and facts with their figures', async () => {
  const [page = ''] = await pagesOf(
    await render((doc) => {
      doc.facts([
        { label: 'Campaign', value: 'Raya' },
        { label: 'Recipients', value: '1,234' },
        { label: 'Started', value: '1 Jan 2026' },
      ]);
      doc.barChart({
        bars: [
          { label: 'Success', value: 1_200, text: '1,200', tone: 'good' },
          { label: 'Nothing', value: 0, text: '0' },
        ],
      });
      doc.columnChart({
        series: [
          { label: 'Delivered', tone: 'good' },
          { label: 'Failed', tone: 'bad' },
        ],
        columns: Array.from({ length: 48 }, (_, at) => ({ label: `${at}:00`, values: [at, 2] })),
      });
    }),
  );
  for (const text of ['Raya', '1,234', '1,200', 'Nothing', 'Delivered', '0:00']) {
    expect(page).toContain(text);
  }
});

it('writes the same bytes for the same data, with every font embedded', async () => {
  const build = (doc: PdfDocument) => doc.text('Same 一样');
  const file = await render(build);
  expect(file.equals(await render(build))).toBe(true);
  const pdf = await getDocumentProxy(new Uint8Array(file));
  const { info } = await pdf.getMetadata();
  expect(info).toMatchObject({ Title: options.title, Language: 'en-MY', Producer: 'Siar' });
  const source = file.toString('latin1');
  const fonts = source.match(/\/Type \/FontDescriptor/gu) ?? [];
  expect(fonts.length).toBeGreaterThan(0);
  expect(source.match(/\/FontFile[23] /gu)?.length).toBe(fonts.length);
  expect(source).not.toContain('/Type1');
  // Subsets: two whole fonts would be three megabytes.
  expect(file.length).toBeLessThan(40_000);
});

it('says the pages in the language of the document', async () => {
  const [malay] = await pagesOf(await render((doc) => doc.text('Hai'), { language: 'ms' }));
  expect(malay).toContain('Muka surat 1 daripada 1');
  const [chinese] = await pagesOf(await render((doc) => doc.text('你好'), { language: 'zh' }));
  expect(chinese).toContain('第 1 页，共 1 页');
});
