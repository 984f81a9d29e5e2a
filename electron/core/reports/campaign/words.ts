import type { MessageState } from '#shared/campaigns/lifecycle.ts';

/** The words of a printed report, in the language of the settings. */
export type ReportWords = {
  title: string;
  gateway: string;
  started: string;
  finished: string;
  asOf: string;
  filter: string;
  messages: string;
  success: string;
  queue: string;
  failure: string;
  notSent: string;
  parts: string;
  predicted: string;
  charged: string;
  attempts: string;
  overTime: string;
  byState: string;
  byGateway: string;
  byCountry: string;
  byPrefix: string;
  state: string;
  country: string;
  prefix: string;
  credits: string;
  total: string;
  practice: string;
  noReports: string;
  deliveredMeans: (means: string) => string;
  states: Readonly<Record<MessageState, string>>;
  /** By the reason for which people were left out. */
  leftOut: Readonly<Record<string, string>>;
  saved: (credits: string) => string;
};

/** See ReportWords. The same words as on the screens. */
export const REPORT_WORDS: Readonly<Record<'en' | 'ms' | 'zh', ReportWords>> = {
  en: {
    title: 'Campaign report',
    gateway: 'Gateway',
    started: 'Started',
    finished: 'Finished',
    asOf: 'As of',
    filter: 'Only',
    messages: 'Messages',
    success: 'Success',
    queue: 'Queue',
    failure: 'Failure',
    notSent: 'Not sent',
    parts: 'Parts',
    predicted: 'Predicted',
    charged: 'Charged',
    attempts: 'Attempts',
    overTime: 'Outcome by the time of sending',
    byState: 'By state',
    byGateway: 'By gateway',
    byCountry: 'By country',
    byPrefix: 'By prefix',
    state: 'State',
    country: 'Country',
    prefix: 'Prefix',
    credits: 'Credits',
    total: 'Total',
    practice: 'Practice: these messages reached nobody and cost nothing.',
    noReports: 'This gateway gives no delivery reports: success means that it took the message.',
    deliveredMeans: (means) => `At this gateway “delivered” means: ${means}.`,
    states: {
      excluded: 'Left out',
      queued: 'Queued',
      sending: 'Sending',
      accepted: 'Accepted',
      delivered: 'Delivered',
      undelivered: 'Not delivered',
      expired: 'Expired',
      rejected: 'Rejected',
      uncertain: 'Uncertain',
      cancelled: 'Cancelled',
    },
    leftOut: {
      suppressed: 'Left out: do not contact',
      'dead-number': 'Left out: dead numbers',
    },
    saved: (credits) => `${credits} credits saved`,
  },
  ms: {
    title: 'Laporan kempen',
    gateway: 'Get laluan',
    started: 'Bermula',
    finished: 'Selesai',
    asOf: 'Setakat',
    filter: 'Hanya',
    messages: 'Mesej',
    success: 'Berjaya',
    queue: 'Giliran',
    failure: 'Gagal',
    notSent: 'Tidak dihantar',
    parts: 'Bahagian',
    predicted: 'Dijangka',
    charged: 'Dicaj',
    attempts: 'Percubaan',
    overTime: 'Hasil mengikut masa penghantaran',
    byState: 'Mengikut keadaan',
    byGateway: 'Mengikut get laluan',
    byCountry: 'Mengikut negara',
    byPrefix: 'Mengikut awalan',
    state: 'Keadaan',
    country: 'Negara',
    prefix: 'Awalan',
    credits: 'Kredit',
    total: 'Jumlah',
    practice: 'Latihan: mesej ini tidak sampai kepada sesiapa dan tidak menelan kos.',
    noReports:
      'Get laluan ini tidak memberi laporan penghantaran: berjaya bermaksud mesej itu diterimanya.',
    deliveredMeans: (means) => `Pada get laluan ini “sampai” bermaksud: ${means}.`,
    states: {
      excluded: 'Dikecualikan',
      queued: 'Dalam giliran',
      sending: 'Dihantar keluar',
      accepted: 'Diterima',
      delivered: 'Sampai',
      undelivered: 'Tidak sampai',
      expired: 'Luput',
      rejected: 'Ditolak',
      uncertain: 'Tidak pasti',
      cancelled: 'Dibatalkan',
    },
    leftOut: {
      suppressed: 'Dikecualikan: jangan hubungi',
      'dead-number': 'Dikecualikan: nombor mati',
    },
    saved: (credits) => `${credits} kredit dijimatkan`,
  },
  zh: {
    title: '群发活动报告',
    gateway: '网关',
    started: '开始',
    finished: '结束',
    asOf: '截至',
    filter: '仅限',
    messages: '短信',
    success: '成功',
    queue: '排队',
    failure: '失败',
    notSent: '未发送',
    parts: '段数',
    predicted: '预计',
    charged: '已扣',
    attempts: '尝试',
    overTime: '按发送时间的结果',
    byState: '按状态',
    byGateway: '按网关',
    byCountry: '按国家',
    byPrefix: '按号段',
    state: '状态',
    country: '国家',
    prefix: '号段',
    credits: '点数',
    total: '合计',
    practice: '练习：这些短信没有发给任何人，也不产生费用。',
    noReports: '此网关不提供送达报告：“成功”表示网关已接收短信。',
    deliveredMeans: (means) => `在此网关，“已送达”表示：${means}。`,
    states: {
      excluded: '已排除',
      queued: '排队中',
      sending: '发送中',
      accepted: '已接收',
      delivered: '已送达',
      undelivered: '未送达',
      expired: '已过期',
      rejected: '被拒绝',
      uncertain: '不确定',
      cancelled: '已取消',
    },
    leftOut: {
      suppressed: '已排除：请勿联系',
      'dead-number': '已排除：空号',
    },
    saved: (credits) => `节省 ${credits} 点`,
  },
};
