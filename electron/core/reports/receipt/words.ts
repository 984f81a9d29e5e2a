/** The words of a printed receipt, in the language of the settings. */
export type ReceiptWords = {
  title: string;
  seal: string;
  sealText: string;
  attached: (rows: string) => string;
  shown: (rows: string, all: string) => string;
  row: string;
  to: string;
  text: string;
  hash: string;
};

/** See ReceiptWords. */
export const RECEIPT_WORDS: Readonly<Record<'en' | 'ms' | 'zh', ReceiptWords>> = {
  en: {
    title: 'Campaign receipt',
    seal: 'Seal',
    sealText:
      'Every row carries a SHA-256 hash over its recipient, text, attempts and charges and over the row before; the seal is the last one. Whoever notes it can prove later that nothing was changed: siar verify FILE.',
    attached: (rows) => `All ${rows} rows are in the CSV file attached to this document.`,
    shown: (rows, all) => `The first ${rows} of ${all} rows:`,
    row: 'Row',
    to: 'Number',
    text: 'Text',
    hash: 'Hash begins',
  },
  ms: {
    title: 'Resit kempen',
    seal: 'Meterai',
    sealText:
      'Setiap baris membawa cincangan SHA-256 bagi penerima, teks, percubaan dan caj serta baris sebelumnya; meterai ialah yang terakhir. Sesiapa yang mencatatnya boleh membuktikan kemudian bahawa tiada apa-apa diubah: siar verify FILE.',
    attached: (rows) =>
      `Kesemua ${rows} baris ada dalam fail CSV yang dilampirkan pada dokumen ini.`,
    shown: (rows, all) => `${rows} baris pertama daripada ${all}:`,
    row: 'Baris',
    to: 'Nombor',
    text: 'Teks',
    hash: 'Cincangan bermula',
  },
  zh: {
    title: '群发活动凭证',
    seal: '封印',
    sealText:
      '每一行都带有 SHA-256 哈希值，涵盖收件人、正文、尝试与扣费以及上一行；封印即最后一行的哈希值。记下封印，日后便可证明内容未被改动：siar verify FILE。',
    attached: (rows) => `全部 ${rows} 行都在随附的 CSV 文件中。`,
    shown: (rows, all) => `前 ${rows} 行，共 ${all} 行：`,
    row: '行',
    to: '号码',
    text: '正文',
    hash: '哈希开头',
  },
};
