import { beforeAll, describe, expect, it } from 'vitest';
import { i18n } from '#renderer/i18n/i18n.ts';
import { words as ms } from '#renderer/i18n/words-ms.ts';
import { words as zh } from '#renderer/i18n/words-zh.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import { findRaisedFailures, type RaisedFailure } from '#tests/support/raised-failures.ts';

/** Codes that no screen can bring about, or that a screen words itself, each with its reason. */
const WITHOUT_WORDS: Readonly<Record<string, string>> = {
  'bad-script': 'only `siar practice --script` reads one',
  'cannot-quit': 'only `siar` asks a Siar to end',
  'database-damaged': 'no core runs yet, so no page of it either',
  'file-exists': 'only `siar backup` names a file that may be there',
  'folder-in-use': 'no core runs yet',
  'folder-unusable': 'no core runs yet',
  'host-unknown': '`siar serve` did not start',
  'local-only': 'paths are taken from the command line only',
  'no-web-pages': 'only the command line asks the desktop for a link',
  'not-a-file': 'paths are taken from the command line only',
  'password-needed': '`siar serve` did not start',
  'password-short': '`siar serve` did not start',
  'plain-http': '`siar relay` did not start; a gateway’s address has a case of its own',
  'port-in-use': '`siar serve` did not start; a listener’s is one of SENTENCES',
  'port-not-allowed': '`siar serve` did not start',
  'record-unusable': 'only `siar practice --record` writes one',
  'relay-folder': 'only `siar relay` has one',
  'bad-folder': 'its sentence is one of SENTENCES',
  'sending-locked': 'its sentence is the guard’s, which is one of SENTENCES',
  'unknown-call': 'a defect between two processes of Siar',
};

/** The cases that are not written where the failure is made. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'no-recipients': ['empty', 'suppressed', 'dead', 'dead-and-suppressed'],
  'not-cleared': ['pending', 'refused', 'reversed'],
  'not-enough-credit': ['house', 'of-user', 'at-gateway', 'of-user-at-gateway', 'transfer'],
  'not-pending': ['cleared', 'refused', 'reversed'],
  'password-weak': ['too-short', 'too-long', 'too-simple', 'too-common', 'has-name'],
};

/** Where the code comes from elsewhere: what it may be, and what then stands in the details. */
const PASSED_ON: Readonly<Record<string, readonly string[]>> = {
  'electron/core/campaigns/test-send.ts': ['phone'],
  'electron/core/contacts/handlers.ts': ['phone'],
  'electron/core/contacts/suppressions-handlers.ts': ['phone'],
  'electron/core/look-ups/ask.ts': ['phone'],
  'electron/core/probes/handlers.ts': ['phone'],
  'electron/core/routing/handlers.ts': ['phone', 'match'],
  'electron/core/credits/rates/handlers.ts': ['rate'],
  'electron/core/relay/handlers.ts': ['relay'],
  // Of one-time passwords only the number: the form words every problem at its field.
  'electron/core/otp/handlers.ts': ['phone'],
  // Failures of a worker, another process or a job, passed on as they came.
  'electron/core/backup/copy-thread.ts': [],
  'electron/desktop/core-peer.ts': [],
  'electron/desktop/core-tasks.ts': [],
};

type Wanted = { key: string; details: readonly string[] };

const NUMBER_CODES = [
  'missing-phone',
  'not-a-number',
  'too-short',
  'too-long',
  'not-mobile',
  'premium',
  'scientific-precision-lost',
  'several-numbers',
  'unknown-country',
];
const MATCH = ['field', 'prefix'];
const RATE = ['field', 'country', 'prefix'];

const OF_SOURCE: Readonly<Record<string, readonly Wanted[]>> = {
  phone: NUMBER_CODES.map((code) => ({ key: `${code}_number`, details: ['phone'] })),
  match: [
    { key: 'one-of-both', details: ['field'] },
    { key: 'unknown-country', details: ['field', 'country'] },
    { key: 'bad-prefix_no-digits', details: MATCH },
    { key: 'bad-prefix_unknown', details: [...MATCH, 'codes'] },
    { key: 'bad-prefix_cut', details: [...MATCH, 'codes'] },
    { key: 'prefix-without-country-code', details: [...MATCH, 'whole'] },
  ],
  rate: [
    { key: 'unknown-country', details: RATE },
    { key: 'bad-prefix', details: RATE },
    { key: 'prefix-without-country', details: RATE },
    { key: 'missing-rate', details: RATE },
    { key: 'bad-rate', details: RATE },
  ],
  relay: [
    { key: 'relay-key', details: [] },
    { key: 'not-a-relay', details: [] },
  ],
};

const RAISED = findRaisedFailures([
  'electron/core/**/*.ts',
  'electron/desktop/**/*.ts',
  'electron/headless/*.ts',
  'shared/**/*.ts',
]);

/** Made where no SiarError is thrown: by the mapper of all calls, by jobs, by the page itself. */
const OF_MAPPER: readonly Wanted[] = [
  { key: 'invalid-input', details: [] },
  { key: 'disk-full', details: [] },
  { key: 'internal', details: [] },
];

function wantedOf({ file, codes, cases, details, open, said }: RaisedFailure): Wanted[] {
  if (codes === null) {
    return (PASSED_ON[file] ?? ['?']).flatMap((source) => OF_SOURCE[source] ?? []);
  }
  if (said) return [];
  return codes
    .flatMap((code) => {
      const kinds = cases.length > 0 ? cases : (CASES[code] ?? []);
      return kinds.length === 0 ? [code] : kinds.map((kind) => `${code}_${kind}`);
    })
    .filter((key) => !Object.hasOwn(WITHOUT_WORDS, key))
    .map((key) => ({ key, details: open ? [ANYTHING] : details }));
}

const ANYTHING = '*';
const WANTED = [...OF_MAPPER, ...RAISED.flatMap(wantedOf)];

function sentencesOf(words: typeof ms): Map<string, string> {
  return new Map(Object.entries(words['failures'] ?? {}).map(([key, text]) => [key, String(text)]));
}

/** As i18next looks: the sentence of the case, else that of the code. */
function keyFor(key: string, sentences: ReadonlyMap<string, string>): string | undefined {
  return [key, key.replace(/_.*$/, '')].find((one) => sentences.has(one));
}

function gapsOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, gap = '']) => gap);
}

it('knows where every code comes from', () => {
  const unknown = RAISED.filter(({ codes, file }) => codes === null && !(file in PASSED_ON));
  expect(unknown.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
  expect(RAISED.length).toBeGreaterThan(200);
});

it('excuses no code that is not there', () => {
  const codes = new Set(RAISED.flatMap((one) => one.codes ?? []));
  expect(Object.keys(WITHOUT_WORDS).filter((code) => !codes.has(code))).toEqual([]);
});

describe.each([
  ['ms', ms],
  ['zh', zh],
])('failures in %s', (_language, words) => {
  const sentences = sentencesOf(words);

  it('have words for whatever the core can refuse', () => {
    const missing = WANTED.filter(({ key }) => keyFor(key, sentences) === undefined);
    // Write the sentence in failures.json, in ms and zh; or say above why no screen can bring it about.
    expect([...new Set(missing.map(({ key }) => key))]).toEqual([]);
  });

  it('need no value that the core does not give', () => {
    const lacking = WANTED.flatMap(({ key, details }) => {
      const found = keyFor(key, sentences);
      const gaps = gapsOf(found === undefined ? '' : (sentences.get(found) ?? ''));
      return details.includes(ANYTHING)
        ? []
        : gaps.filter((gap) => !details.includes(gap)).map((gap) => `${key}: ${gap}`);
    });
    expect(lacking).toEqual([]);
  });

  it('have no words that nothing says', () => {
    const used = new Set(WANTED.map(({ key }) => keyFor(key, sentences)));
    expect([...sentences.keys()].filter((key) => !used.has(key))).toEqual([]);
  });

  it('have the same sentences as in the other language, with the same values', () => {
    const other = sentencesOf(words === ms ? zh : ms);
    expect([...sentences.keys()].toSorted()).toEqual([...other.keys()].toSorted());
    for (const [key, text] of sentences) {
      expect(new Set(gapsOf(text)), key).toEqual(new Set(gapsOf(other.get(key) ?? '')));
    }
  });
});

describe('a failure', () => {
  beforeAll(() =>
    i18n.init({ lng: 'en', resources: { ms, zh }, interpolation: { escapeValue: false } }),
  );

  it('is told by its code and case, with its values as the language writes them', async () => {
    const short = refused('not-enough-credit', 'Short.', {
      needs: 12_000,
      has: 500,
      short: 11_500,
      gateway: 'Kedai Ali',
      case: 'at-gateway',
    });
    await i18n.changeLanguage('ms');
    expect(failureText(short)).toContain(
      'Ini memerlukan 12,000 kredit di Kedai Ali; hanya ada 500, kurang 11,500.',
    );
    await i18n.changeLanguage('zh');
    expect(failureText(short)).toContain('这需要在 Kedai Ali 有 12,000 点；只有 500 点');
    await i18n.changeLanguage('en');
    expect(failureText(short)).toBe('Short.');
  });

  it('finds words within its values, lists and money', async () => {
    await i18n.changeLanguage('ms');
    const problem = say('no-field-name', { example: '{{ name }}' });
    const details = { line: 2, column: 5, problem, case: 'placed' };
    expect(failureText(invalid('template-error', 'No.', details))).toBe(
      'Baris 2, lajur 5: Tiada nama medan di sini. Tulis satu, contohnya {{ name }}. Tiada apa disimpan.',
    );
    const cheap = { amountSen: 1_000, minimumSen: 10_000 };
    expect(failureText(invalid('below-minimum', 'No.', cheap))).toContain(
      'RM 10.00 kurang daripada tambah nilai terkecil, RM 100.00.',
    );
    const columns = ['Nama', 'Umur'];
    expect(failureText(invalid('no-phone-column', 'No.', { columns }))).toContain('Nama dan Umur');
  });

  it('says which caps are reached and when there is room again, and how long to wait for a sign-in', async () => {
    await i18n.changeLanguage('ms');
    const caps = `${say('cap-messages-hour', { limit: 1_500 })}; ${say('cap-parts-day', { limit: 9 })}`;
    const reached = { gateway: 'Ali', caps, waitMs: 600_000, minutes: 10, case: 'later' };
    expect(failureText(refused('cap-reached', 'No.', reached))).toContain(
      '(1,500 mesej/jam; 9 bahagian/hari), jadi tiada apa dihantar dan tiada caj. Tempat seterusnya terbuka dalam kira-kira 10 minit.',
    );
    const wait = { seconds: 95, minutes: 2, case: 'minutes' };
    expect(failureText(refused('sign-in-wait', 'No.', wait))).toContain('tunggu 2 minit');
    await i18n.changeLanguage('zh');
    expect(failureText(refused('cap-reached', 'No.', { gateway: 'Ali', caps, waitMs: null }))).toBe(
      'Ali 已达到为它设定的上限（每小时 1,500 条；每天 9 段），因此没有发送，也没有扣费。请稍后再试，或在“网关”中提高上限。',
    );
  });

  it('says why a state allows no action', async () => {
    await i18n.changeLanguage('zh');
    const details = { state: 'finished', action: 'pause' };
    expect(failureText(refused('not-now', 'No.', details))).toBe(
      '这个群发已完成，没有要发送的短信；只有已排期或发送中的群发可以暂停。',
    );
  });

  it('is told as a job tells it, and in the core’s words where it has none', async () => {
    await i18n.changeLanguage('ms');
    const failure = {
      code: 'empty-file',
      kind: 'invalid',
      message: 'x',
      details: { name: 'a.csv' },
    };
    expect(failureText(failure)).toContain('a.csv kosong.');
    expect(failureText(invalid('never-heard-of', 'Only English.'))).toBe('Only English.');
    expect(failureText(refused('never-heard-of', say('stopped-before')))).toBe(
      'Dihentikan sebelum apa-apa dihantar; mesej ini masih dalam giliran.',
    );
  });
});
