import type { Settings } from '#shared/contract/host.ts';
import type { PaymentMethod } from '#shared/credits/methods.ts';

/** The words of a receipt in one language. */
export type ReceiptWords = {
  locale: string;
  title: string;
  number: string;
  registration: string;
  receivedFrom: string;
  account: string;
  house: string;
  method: string;
  methods: Readonly<Record<PaymentMethod, string>>;
  reference: string;
  paidOn: string;
  cleared: string;
  clearedBy: string;
  description: string;
  item: (gateway: string) => string;
  credits: string;
  priceEach: string;
  amount: string;
  total: string;
  neverExpire: string;
  noSignature: string;
  reversed: (date: string, reason: string) => string;
};

/** See ReceiptWords. */
export const RECEIPT_WORDS: Readonly<Record<Settings['language'], ReceiptWords>> = {
  en: {
    locale: 'en-MY',
    title: 'Receipt',
    number: 'Receipt number',
    registration: 'Registration number',
    receivedFrom: 'Received from',
    account: 'Credits for',
    house: 'the house account',
    method: 'Paid by',
    methods: {
      'bank-transfer': 'Bank transfer',
      'cash-deposit': 'Cash deposit machine',
      cheque: 'Cheque',
      'interbank-giro': 'Interbank giro',
      'online-banking': 'Online banking',
    },
    reference: 'Reference',
    paidOn: 'Paid on',
    cleared: 'Payment cleared',
    clearedBy: 'Cleared by',
    description: 'Description',
    item: (gateway) => `SMS credits, ${gateway}`,
    credits: 'Credits',
    priceEach: 'Price each (RM)',
    amount: 'Amount (RM)',
    total: 'Total received',
    neverExpire: 'SMS credits never expire; they are valid until they are used up.',
    noSignature: 'This receipt was made by a computer and needs no signature.',
    reversed: (date, reason) =>
      `NOT VALID: this payment was taken back on ${date}, with its credits. Reason: ${reason}`,
  },
  ms: {
    locale: 'ms-MY',
    title: 'Resit',
    number: 'Nombor resit',
    registration: 'Nombor pendaftaran',
    receivedFrom: 'Diterima daripada',
    account: 'Kredit untuk',
    house: 'akaun utama',
    method: 'Cara bayaran',
    methods: {
      'bank-transfer': 'Pindahan bank',
      'cash-deposit': 'Mesin deposit tunai',
      cheque: 'Cek',
      'interbank-giro': 'Giro antara bank',
      'online-banking': 'Perbankan dalam talian',
    },
    reference: 'Rujukan',
    paidOn: 'Tarikh bayaran',
    cleared: 'Bayaran disahkan',
    clearedBy: 'Disahkan oleh',
    description: 'Butiran',
    item: (gateway) => `Kredit SMS, ${gateway}`,
    credits: 'Kredit',
    priceEach: 'Harga seunit (RM)',
    amount: 'Jumlah (RM)',
    total: 'Jumlah diterima',
    neverExpire: 'Kredit SMS tiada tarikh luput; ia sah sehingga habis digunakan.',
    noSignature: 'Resit ini dijana oleh komputer dan tidak memerlukan tandatangan.',
    reversed: (date, reason) =>
      `TIDAK SAH: bayaran ini ditarik balik pada ${date} bersama kreditnya. Sebab: ${reason}`,
  },
  zh: {
    locale: 'zh-CN',
    title: '收据',
    number: '收据号码',
    registration: '注册号码',
    receivedFrom: '付款人',
    account: '点数归属',
    house: '主账户',
    method: '付款方式',
    methods: {
      'bank-transfer': '银行转账',
      'cash-deposit': '现金存款机',
      cheque: '支票',
      'interbank-giro': '跨行转账 (IBG)',
      'online-banking': '网上银行',
    },
    reference: '参考号',
    paidOn: '付款日期',
    cleared: '到账日期',
    clearedBy: '确认人',
    description: '项目',
    item: (gateway) => `短信点数，${gateway}`,
    credits: '点数',
    priceEach: '单价 (RM)',
    amount: '金额 (RM)',
    total: '实收总额',
    neverExpire: '短信点数永不过期，用完为止。',
    noSignature: '本收据由电脑生成，无需签名。',
    reversed: (date, reason) => `作废：此款项连同点数已于 ${date} 撤回。原因：${reason}`,
  },
};
