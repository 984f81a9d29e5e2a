import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { refused } from '#shared/contract/errors.ts';
import type { Settings } from '#shared/contract/host.ts';
import { formatRinggit } from '#shared/credits/money.ts';
import { pricePerCredit } from '#shared/credits/packages.ts';
import { COUNTRY_ZONES } from '#shared/schedule/country-zones.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { CallContext } from '#core/ports.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { renderPdf, type PdfDocument } from '#core/reports/pdf/pdf-document.ts';
import { explainWriteError } from '#core/reports/write-table.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { TopUpRow } from '#core/top-ups/queries.ts';
import { RECEIPT_WORDS, type ReceiptWords } from '#core/top-ups/receipt-words.ts';
import { receiptNumber, receiptShopSchema, type ReceiptShop } from '#core/top-ups/to-top-up.ts';

/**
 * Writes the receipt of a cleared payment as a PDF file, whole or not at all. The same receipt has the
 * same bytes whenever it is written, as long as language and a missing shop name stay as they are.
 * Throws `no-receipt`.
 */
export async function writeReceipt(
  { db, files }: Pick<CoreDeps, 'db' | 'files'>,
  context: CallContext,
  row: TopUpRow,
  target: { path: string } | { download: true },
): Promise<{ file: string; downloadId: string | null }> {
  const number = receiptNumber(row);
  if (number === null) {
    throw refused(
      'no-receipt',
      `Top-up ${row.id} has no receipt: ${row.state === 'pending' ? 'its payment is not cleared yet' : 'it was refused'}.`,
      { id: row.id, state: row.state, case: row.state === 'pending' ? 'pending' : 'refused' },
    );
  }
  const written = await resolveExportTarget(files, context, target, `${number}.pdf`);
  const { path } = written;
  const part = `${path}.part-${randomUUID()}`;
  try {
    await writeFile(part, await renderReceipt(row, number, readSettings(db)));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw explainWriteError(error, path);
  }
  const { file, downloadId } = written.result(1);
  return { file, downloadId };
}

function renderReceipt(row: TopUpRow, number: string, settings: Settings): Promise<Buffer> {
  const words = RECEIPT_WORDS[settings.language];
  const shop = shopOf(row, settings);
  const options = {
    title: `${words.title} ${number}`,
    shopName: shop.name,
    language: settings.language,
    createdAt: row.decidedAt ?? row.createdAt,
    footer: number,
  };
  return renderPdf(options, async (doc) => {
    if (shop.name !== '') doc.text(shop.name, { bold: true });
    if (shop.address !== '') doc.text(shop.address);
    if (shop.registration !== '') doc.text(`${words.registration} ${shop.registration}`);
    doc.heading(words.title);
    if (row.reversedAt !== null) {
      const date = dateOf(row.reversedAt, words, settings);
      doc.text(words.reversed(date, row.reversalReason ?? ''), { bold: true });
      doc.gap(6);
    }
    await setPayment(doc, row, number, words, settings);
    doc.gap(14);
    doc.text(words.neverExpire, { dimmed: true });
    doc.text(words.noSignature, { dimmed: true });
  });
}

async function setPayment(
  doc: PdfDocument,
  row: TopUpRow,
  number: string,
  words: ReceiptWords,
  settings: Settings,
): Promise<void> {
  const facts = [
    { label: words.number, value: number },
    { label: words.cleared, value: dateOf(row.decidedAt ?? 0, words, settings) },
    { label: words.receivedFrom, value: row.accountHolder },
    { label: words.account, value: row.userName ?? words.house },
    { label: words.method, value: words.methods[row.method] },
    { label: words.clearedBy, value: row.decidedByName ?? words.house },
    { label: words.reference, value: row.reference },
    { label: words.paidOn, value: row.paidOn === null ? '' : dayOf(row.paidOn, words) },
  ];
  doc.facts(facts.filter(({ value }) => value !== ''));
  doc.gap(14);
  const { amountSen, credits } = row;
  const amount = formatRinggit(amountSen).slice('RM '.length);
  const each = pricePerCredit({ amountSen: row.packageSen, credits: row.packageCredits }) / 100;
  await doc.table({
    columns: [
      { header: words.description, share: 5 },
      { header: words.credits, share: 2, align: 'right' },
      { header: words.priceEach, share: 2, align: 'right' },
      { header: words.amount, share: 2, align: 'right' },
    ],
    rows: [[words.item(row.gatewayName), credits.toLocaleString('en-US'), each.toFixed(4), amount]],
    total: [words.total, '', '', amount],
  });
}

/** As it was when the receipt was given out; of today where the shop had no name then. */
function shopOf({ receiptShop }: TopUpRow, settings: Settings): ReceiptShop {
  if (receiptShop !== null) return receiptShopSchema.parse(JSON.parse(receiptShop));
  return {
    name: settings.shopName,
    address: settings.shopAddress,
    registration: settings.shopRegistration,
  };
}

const CALENDAR = { day: 'numeric', month: 'long', year: 'numeric' } as const;

function dateOf(at: number, { locale }: ReceiptWords, { country }: Settings): string {
  const timeZone = COUNTRY_ZONES[country]?.[0];
  return new Intl.DateTimeFormat(locale, { ...CALENDAR, timeZone }).format(at);
}

function dayOf(day: string, { locale }: ReceiptWords): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { ...CALENDAR, timeZone: 'UTC' }).format(at);
}
