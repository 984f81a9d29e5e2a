// Makes the sample spreadsheets in resources/samples. The same bytes every time:
//   node resources/scripts/make-sample.mjs
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';

const folder = fileURLToPath(new URL('../samples/', import.meta.url));
const MADE_AT = new Date('2026-01-01T00:00:00Z');

// Nobody: all numbers are in the 555 range. 5550003 is one the practice gateway does not reach.
const PEOPLE = [
  ['Aminah binti Ali', '012-555 0101', '1988-03-14', 'Kuala Lumpur', 120.5, 'BM'],
  ['Tan Ah Meng', '016-555 0102', '1975-11-02', 'Johor Bahru', 0, 'EN'],
  ['陈小明', '017-555 0103', '1992-06-21', '吉隆坡', 88, '中文'],
  ['Rajesh Kumar a/l Subramaniam', '019-555 0104', '1983-01-30', 'Ipoh', 45.9, 'EN'],
  ["Siobhan O'Brien", '+60 13-555 0105', '1990-09-09', 'George Town', 310, 'EN'],
  ['Tan "Ah Meng" Kok Wai', '0125550106', '1969-12-25', 'Melaka', 15.2, 'EN'],
  ['Nurul Huda binti Ismail', '60145550107', '1995-05-05', 'Kota Bharu', 0, 'BM'],
  ['李美丽', '+60165550108', '1987-08-18', '新山', 1250, '中文'],
  ['Muhammad Hafiz bin Roslan', 125550109, '1998-02-11', 'Shah Alam', 62.75, 'BM'],
  ['Kavitha a/p Ramasamy', '017 555 0110', '1991-07-07', 'Klang', 9.9, 'EN'],
  ['Lim Siew Ling', '(019) 555-0111', '1979-04-19', 'George Town', 540, '中文'],
  ['Zulkifli bin Hassan', '011-1555 0112', '1966-10-01', 'Alor Setar', 33.3, 'BM'],
  ['Grace D’Souza', '0060135550113', '1984-12-12', 'Kuala Lumpur', 0, 'EN'],
  ['王志强', '0145550114', '1973-03-03', '怡保', 77.7, '中文'],
  ['Siti Nurhaliza binti Omar', '016.555.0115', '2001-01-21', 'Seremban', 18, 'BM'],
  ['Anthony Lau', '012-5550116', '1989-06-30', 'Kuching', 205.6, 'EN'],
  ['Dayang Fatimah', '013-555 0117', '1994-11-11', 'Kuching', 0, 'BM'],
  ['Jeffrey Kitingan', '019-555 0118', '1981-05-25', 'Kota Kinabalu', 66, 'EN'],
  ['Wong Mei Fong', '017-555 0119', '1993-09-17', 'Sibu', 410.1, '中文'],
  ['Ahmad Faizal bin Abdullah', '012-555 0003', '1977-07-27', 'Kuantan', 5, 'BM'],
  ['Priya Nair', '014-555 0121', '1996-02-29', 'Petaling Jaya', 99.9, 'EN'],
  ['Chong Wei Jie', '016-555 0122', '1999-10-10', 'Subang Jaya', 0, '中文'],
  ['Hajah Rohani binti Yusof', '019-555 0123', '1958-08-31', 'Kuala Terengganu', 72.4, 'BM'],
  ['Gurpreet Singh', '+60175550124', '1986-04-13', 'Ipoh', 150, 'EN'],
  ['张伟', '012-555 0125', '1990-01-01', '槟城', 38.8, '中文'],
  ['Noraini binti Mohd Noor', '013-555 0126', '1982-06-06', 'Putrajaya', 0, 'BM'],
  ['Peter Anak Juing', '014-555 0127', '1970-12-01', 'Miri', 27.5, 'EN'],
  ['Ng Chee Keong', '011-2555 0128', '1985-03-23', 'Taiping', 600, 'EN'],
  ['Farah Nabila', '+60 16-555 0129', '2000-09-16', 'Cyberjaya', 12, 'BM'],
  ['Suresh a/l Muniandy', 175550130, '1978-05-15', 'Sungai Petani', 0, 'EN'],
  ['林佳慧', '019-555 0131', '1997-11-28', '麻坡', 250.25, '中文'],
  ['Khairul Anwar', '010-555 0132', '1992-12-30', 'Bangi', 84, 'BM'],
  ['Mary-Anne Pereira', '012-555 0133', '1963-02-02', 'Melaka', 19.9, 'EN'],
  ['Teoh Boon Hock', '016-555 0134', '1974-08-08', 'Butterworth', 0, 'EN'],
  ['Fauziah binti Saad', '60135550135', '1989-07-19', 'Kangar', 55.5, 'BM'],
  ['黄 秀英', '014-555 0136', '1961-01-15', '太平', 130, '中文'],
  ['Mohd. Rizal', '017-555 0137', '1980-10-20', 'Nilai', 41, 'BM'],
  ['Deepa Krishnan', '019-555 0138', '1995-03-08', 'Brickfields', 0, 'EN'],
  ['Voon Li Ying', '013-555 0139', '1988-08-08', 'Sandakan', 710.8, 'EN'],
  ['Ismail bin Ibrahim', '0125550140', '1955-09-01', 'Batu Pahat', 23, 'BM'],
];

const ADDRESSES = new Map([
  [0, '12, Jalan Merdeka\n50000 Kuala Lumpur'],
  [5, 'Lot 7, "Kedai Emas"\nJalan Hang Tuah\n75000 Melaka'],
  [7, '新山市中心\n80000 Johor Bahru'],
]);

async function makeWorkbook() {
  const workbook = new ExcelJS.Workbook();
  workbook.created = MADE_AT;
  workbook.modified = MADE_AT;
  workbook.creator = 'Siar';
  const sheet = workbook.addWorksheet('Customers', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [
    { header: 'Name', width: 30 },
    { header: 'No. Telefon', width: 18 },
    { header: 'Birthday', width: 12, style: { numFmt: 'yyyy-mm-dd' } },
    { header: 'Branch', width: 18 },
    { header: 'Balance (RM)', width: 14, style: { numFmt: '0.00' } },
    { header: 'Language', width: 10 },
    { header: 'Address', width: 32 },
  ];
  sheet.getRow(1).font = { bold: true };
  PEOPLE.forEach(([name, phone, birthday, branch, balance, language], i) => {
    const date = new Date(`${birthday}T00:00:00Z`);
    sheet.addRow([name, phone, date, branch, balance, language, ADDRESSES.get(i) ?? null]);
  });
  return withoutTimes(Buffer.from(await workbook.xlsx.writeBuffer()));
}

/** The archive with one fixed time on every entry, so that its bytes do not depend on the day. */
function withoutTimes(zip) {
  const time = Buffer.from([0x00, 0x00, 0x21, 0x5c]); // 2026-01-01 00:00
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let i = zip.readUInt16LE(end + 10); i > 0; i--) {
    time.copy(zip, at + 12);
    time.copy(zip, zip.readUInt32LE(at + 42) + 10);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
}

// What real files look like: a title, duplicates, damaged and missing numbers, two in one cell.
const MESSY = [
  ['Senarai pelanggan', '', '', ''],
  ['', '', '', ''],
  ['Nama', 'No. H/P', 'Cawangan', 'Catatan'],
  ['Aminah binti Ali', '012-555 0201', 'Kuala Lumpur', 'pelanggan, "tetap"'],
  ['陈小明', '175550202', '吉隆坡', '零被 Excel 吃掉了'],
  ['Tan Ah Meng', '6.0165550203E+10', 'Johor Bahru', 'notasi saintifik, tiada yang hilang'],
  ['Lim Siew Ling', '6.02E+10', 'George Town', 'digit terakhir sudah hilang'],
  ['Aminah (lagi)', '+60125550201', 'Kuala Lumpur', 'nombor yang sama'],
  ['Rajesh Kumar', '03-5555 0204', 'Ipoh', 'talian tetap'],
  ["Siobhan O'Brien", '', 'George Town', 'tiada nombor'],
  ['Zulkifli', '012-555 0205 / 013-555 0206', 'Alor Setar', 'dua nombor'],
  ['Kavitha', '012-555 02', 'Klang', 'terlalu pendek'],
  ['=HYPERLINK("http://example.invalid")', '019-555 0207', 'Melaka', 'formula sebagai nama'],
  ['Grace D’Souza', 'tiada', 'Kuala Lumpur', 'bukan nombor'],
  ['Wong Mei Fong', '０１７－５５５　０２０８', 'Sibu', '全角数字'],
];

function makeMessyCsv() {
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${MESSY.map((row) => `${row.map(cell).join(',')}\n`).join('')}`;
}

await writeFile(`${folder}siar-sample-contacts.xlsx`, await makeWorkbook());
await writeFile(`${folder}siar-sample-messy.csv`, makeMessyCsv());
