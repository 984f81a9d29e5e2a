/** How one value of a profile is edited. */
export type ProfileField = {
  /** Dotted path in the profile. */
  path: string;
  kind: 'text' | 'number' | 'switch' | 'choice' | 'countries';
  /** Of a choice. */
  values?: readonly string[];
};

/** Fields that every profile has, in the groups in which the editor shows them. */
export const PROFILE_GROUPS: readonly { group: string; fields: readonly ProfileField[] }[] = [
  {
    group: 'sizes',
    fields: [
      { path: 'gsm7.single', kind: 'number' },
      { path: 'gsm7.multi', kind: 'number' },
      { path: 'ucs2.single', kind: 'number' },
      { path: 'ucs2.multi', kind: 'number' },
      { path: 'maxParts', kind: 'number' },
    ],
  },
  {
    group: 'prefix',
    fields: [
      { path: 'pricePrefix.text', kind: 'text' },
      { path: 'pricePrefix.addedBy', kind: 'choice', values: ['siar', 'gateway', 'none'] },
      { path: 'pricePrefix.countries', kind: 'countries' },
    ],
  },
  {
    group: 'sending',
    fields: [
      { path: 'label', kind: 'text' },
      { path: 'batchSize', kind: 'number' },
      { path: 'dedupe', kind: 'choice', values: ['none', 'reference'] },
      { path: 'creditsPerPart', kind: 'number' },
      { path: 'approvedTextsOnly', kind: 'switch' },
    ],
  },
  {
    group: 'reports',
    fields: [
      { path: 'givesReports', kind: 'switch' },
      { path: 'reportsMean.delivered', kind: 'text' },
      { path: 'retriesItself', kind: 'switch' },
    ],
  },
];
