/**
 * The made-up people of resources/samples/siar-sample-contacts.xlsx, by number. Malaysia keeps no range for
 * such numbers: somebody may have one of them.
 */
const SAMPLE_PEOPLE: ReadonlyMap<string, string> = new Map([
  ['60125550101', 'Aminah binti Ali'],
  ['60165550102', 'Tan Ah Meng'],
  ['60175550103', '陈小明'],
  ['60195550104', 'Rajesh Kumar a/l Subramaniam'],
  ['60135550105', "Siobhan O'Brien"],
  ['60125550106', 'Tan "Ah Meng" Kok Wai'],
  ['60145550107', 'Nurul Huda binti Ismail'],
  ['60165550108', '李美丽'],
  ['60125550109', 'Muhammad Hafiz bin Roslan'],
  ['60175550110', 'Kavitha a/p Ramasamy'],
  ['60195550111', 'Lim Siew Ling'],
  ['601115550112', 'Zulkifli bin Hassan'],
  ['60135550113', 'Grace D’Souza'],
  ['60145550114', '王志强'],
  ['60165550115', 'Siti Nurhaliza binti Omar'],
  ['60125550116', 'Anthony Lau'],
  ['60135550117', 'Dayang Fatimah'],
  ['60195550118', 'Jeffrey Kitingan'],
  ['60175550119', 'Wong Mei Fong'],
  ['60125550003', 'Ahmad Faizal bin Abdullah'],
  ['60145550121', 'Priya Nair'],
  ['60165550122', 'Chong Wei Jie'],
  ['60195550123', 'Hajah Rohani binti Yusof'],
  ['60175550124', 'Gurpreet Singh'],
  ['60125550125', '张伟'],
  ['60135550126', 'Noraini binti Mohd Noor'],
  ['60145550127', 'Peter Anak Juing'],
  ['601125550128', 'Ng Chee Keong'],
  ['60165550129', 'Farah Nabila'],
  ['60175550130', 'Suresh a/l Muniandy'],
  ['60195550131', '林佳慧'],
  ['60105550132', 'Khairul Anwar'],
  ['60125550133', 'Mary-Anne Pereira'],
  ['60165550134', 'Teoh Boon Hock'],
  ['60135550135', 'Fauziah binti Saad'],
  ['60145550136', '黄 秀英'],
  ['60175550137', 'Mohd. Rizal'],
  ['60195550138', 'Deepa Krishnan'],
  ['60135550139', 'Voon Li Ying'],
  ['60125550140', 'Ismail bin Ibrahim'],
]);

/** Whether this is one of them: a real customer with such a number has another name. */
export function isSamplePerson({ msisdn, name }: { msisdn: string; name: string }): boolean {
  return SAMPLE_PEOPLE.get(msisdn) === name;
}
