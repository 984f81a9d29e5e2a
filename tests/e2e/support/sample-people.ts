import type { Row } from '#tests/e2e/support/siar.ts';

const MALAY = [
  'Nur Aisyah binti Rahman',
  'Mohd Hafiz bin Ismail',
  'Siti Aminah binti Yusof',
  'Ahmad Faizal bin Abdullah',
  'Farah Nabila binti Zainal',
  'Khairul Anwar bin Musa',
  'Noraini binti Kassim',
  'Zulkifli bin Hassan',
  'Rohana binti Salleh',
  'Amirul Hakim bin Othman',
];
const CHINESE = [
  'Tan Wei Ming',
  '陈小明',
  'Lim Siew Ling',
  '李美丽',
  'Chong Wei Jie',
  '林佳慧',
  'Ng Chee Keong',
  '王志强',
  'Wong Mei Fong',
  '张伟',
];
const INDIAN = [
  'Kavitha a/p Ramasamy',
  'Suresh a/l Muniandy',
  'Priya Nair',
  'Rajesh Kumar a/l Subramaniam',
  'Deepa Krishnan',
  'Gurpreet Singh',
  'Letchumi a/p Velu',
  'Vikram Menon',
  'Shanti a/p Gopal',
  'Arun Prakash',
];
const BRANCHES = ['Kuala Lumpur', 'Johor Bahru', 'George Town', 'Ipoh', 'Melaka', 'Kuching'];
const HEADS = ['6012', '6013', '6016', '6017', '6019'];

function pick(words: readonly string[], at: number): string {
  return words[at % words.length] ?? '';
}

/** Made-up customers of a shop with names from all over the country; the same ones every time. */
export function samplePeople(n: number, first = 0): Row[] {
  return Array.from({ length: n }, (_, index) => {
    const at = first + index;
    const names = [MALAY, CHINESE, INDIAN][at % 3] ?? MALAY;
    return {
      Name: pick(names, Math.floor(at / 3)),
      Phone: `${pick(HEADS, at)}${String(3_400_021 + at * 37)}`,
      Branch: pick(BRANCHES, at * 5 + (at % 7)),
      Member: `M${String(1_001 + at)}`,
      Points: String(40 + ((at * 73) % 900)),
    };
  });
}

/** People whose messages the practice gateway fails, each in another way. */
export function failingPeople(): Row[] {
  const ends = ['5550003', '5550003', '5550003', '5550004', '5550004', '5550001'];
  return ends.map((end, at) => ({
    ...samplePeople(1, 700 + at)[0],
    Phone: `${pick(HEADS, at)}${end}`,
  }));
}
