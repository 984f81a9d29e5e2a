import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { REPORT_WORDS } from '#core/reports/campaign/words.ts';
import { renderPdf } from '#core/reports/pdf/pdf-document.ts';
import { sealPdf } from '#core/reports/receipt/pdf-envelope.ts';
import type { ReceiptTotals } from '#core/reports/receipt/lines.ts';
import { RECEIPT_WORDS } from '#core/reports/receipt/words.ts';

/** A row as it is printed. */
export type PrintedRow = {
  row: number;
  to: string;
  text: string;
  state: MessageState;
  charged: number;
  hash: string;
};

/** What a printed receipt is made of; `csv` is attached whole. */
export type PrintedReceipt = {
  campaignName: string;
  gatewayName: string;
  startedAt: number | null;
  finishedAt: number | null;
  madeAt: number;
  shopName: string;
  language: 'en' | 'ms' | 'zh';
  totals: ReceiptTotals;
  seal: string;
  rows: readonly PrintedRow[];
  csv: Buffer;
};

const LOCALES = { en: 'en-MY', ms: 'ms-MY', zh: 'zh-CN' } as const;
const HASH_SHOWN = 12;

/** A receipt as a PDF with its rows attached as CSV, sealed as a whole. */
export async function printReceipt(receipt: PrintedReceipt): Promise<Buffer> {
  const { language, totals, seal, rows, madeAt, shopName } = receipt;
  const words = RECEIPT_WORDS[language];
  const common = REPORT_WORDS[language];
  const locale = LOCALES[language];
  const number = (value: number) => value.toLocaleString(locale);
  const moment = (ms: number | null) =>
    ms === null
      ? '–'
      : new Date(ms).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const title = `${words.title}: ${receipt.campaignName}`;
  const attachment = { name: 'receipt.csv', type: 'text/csv', content: receipt.csv };
  const footer = `${words.seal} ${seal.slice(0, HASH_SHOWN)}…`;
  const pdf = await renderPdf(
    { title, shopName, language, createdAt: madeAt, footer, attachment },
    async (document) => {
      document.heading(title);
      document.facts([
        { label: common.gateway, value: receipt.gatewayName },
        { label: common.asOf, value: moment(madeAt) },
        { label: common.started, value: moment(receipt.startedAt) },
        { label: common.finished, value: moment(receipt.finishedAt) },
        { label: common.messages, value: number(totals.rows) },
        { label: common.attempts, value: number(totals.attempts) },
        { label: common.predicted, value: number(totals.predicted) },
        { label: common.charged, value: number(totals.charged) },
        ...MESSAGE_STATES.filter((state) => (totals.states[state] ?? 0) > 0).map((state) => ({
          label: common.states[state],
          value: number(totals.states[state] ?? 0),
        })),
      ]);
      document.heading(words.seal, 2);
      document.text(seal, { bold: true });
      document.text(words.sealText, { small: true, dimmed: true });
      document.text(words.attached(number(totals.rows)), { small: true, dimmed: true });
      document.gap(8);
      if (rows.length < totals.rows) {
        document.text(words.shown(number(rows.length), number(totals.rows)), { small: true });
      }
      await document.table({
        columns: [
          { header: words.row, share: 1.2, align: 'right' },
          { header: words.to, share: 2.6 },
          { header: words.text, share: 6 },
          { header: common.state, share: 2 },
          { header: common.charged, share: 1.4, align: 'right' },
          { header: words.hash, share: 2.4 },
        ],
        rows: rows.map((row) => [
          number(row.row),
          row.to,
          row.text,
          common.states[row.state],
          number(row.charged),
          row.hash.slice(0, HASH_SHOWN),
        ]),
      });
    },
  );
  return sealPdf(pdf);
}
