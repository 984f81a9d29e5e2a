import { expect, it } from 'vitest';
import { faultsOf } from '#core/gateways/profile-faults.ts';
import ms from '#shared/said/ms/said.json';
import zh from '#shared/said/zh/said.json';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { HTTP_PROFILE, httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import { gatewayProfileSchema } from '#shared/gateways/profile.ts';
import { tell } from '#shared/said/tell.ts';

const { gsm7, pricePrefix } = ESMS_PROFILE;

it.each<[object, string, string]>([
  [{ gsm7: { ...gsm7, single: 0 } }, 'gsm7.single: more than 0 is needed', 'lebih daripada 0'],
  [{ gsm7: { ...gsm7, multi: 1.5 } }, 'gsm7.multi: a whole number is needed', 'nombor bulat'],
  [{ label: '' }, 'label: it must not be empty', 'tidak boleh kosong'],
  [{ label: 5 }, 'label: a text is needed', 'mesti teks'],
  [{ maxParts: 'x' }, 'maxParts: a number is needed', 'mesti nombor'],
  [{ maxParts: undefined }, 'maxParts: it is missing', 'tiada'],
  [{ dedupe: undefined }, 'dedupe: it is missing', 'tiada'],
  [{ typo: 1 }, 'typo: Siar knows no such field', 'tidak mengenal medan ini'],
  [{ dedupe: 'z' }, 'dedupe: one of these is needed: none, reference', 'salah satu daripada'],
  [{ givesReports: 'x' }, 'givesReports: true or false is needed', 'true atau false'],
  [{ codes: [] }, 'codes: a group of fields is needed', 'sekumpulan medan'],
  [{ creditsPerPart: -1 }, 'creditsPerPart: 0 at the least', 'sekurang-kurangnya 0'],
  [
    { pricePrefix: { ...pricePrefix, countries: ['my'] } },
    'pricePrefix.countries.0: a country is two capital letters, such as MY',
    'dua huruf besar',
  ],
  [
    { pricePrefix: { ...pricePrefix, countries: 'MY' } },
    'pricePrefix.countries: a list is needed',
    'mesti senarai',
  ],
  [{ options: { a: new Date() } }, 'options.a: this value cannot be used', 'tidak boleh digunakan'],
])('says of %j what is wrong, in every language', (change, fault, inMalay) => {
  const given = { ...ESMS_PROFILE, ...change };
  const faults = faultsOf(gatewayProfileSchema.safeParse(given).error?.issues ?? [], given);
  expect(faults).toEqual([fault]);
  expect(tell(fault, { said: ms, answers: {} }, 'ms')).toContain(inMalay);
  expect(tell(fault, { said: zh, answers: {} }, 'zh')).toMatch(/^[\w.]+：.*\p{Script=Han}/u);
});

it('names several faults, and those of the options, each with its place', () => {
  const options = {
    ...HTTP_PROFILE.options,
    send: {
      method: 'GET',
      path: 'x'.repeat(9_000),
      body: '{{ foo }}',
      headers: { 'X-Ok': '店', 'a b': '' },
    },
    successText: Array(11).fill('OK'),
  };
  const given = { ...HTTP_PROFILE, options };
  const { error } = httpOptionsSchema.safeParse(options);
  const faults = faultsOf(error?.issues ?? [], given, ['options']);
  expect(faults).toEqual([
    'options.send.path: 8000 characters at the most',
    'options.send.headers.X-Ok: a header carries only Latin letters, figures and signs',
    'options.send.headers.a b: it holds characters that cannot stand there, or is too long',
    expect.stringContaining('options.send.body: {{foo}} is none of to, text, reference'),
    'options.successText: 10 entries at the most',
  ]);
  const text = faults.join('; ');
  expect(tell(text, { said: ms, answers: {} }, 'ms')).toContain(
    'options.send.path: paling banyak 8,000 aksara; options.send.headers.X-Ok: pengepala hanya',
  );
  expect(tell(text, { said: zh, answers: {} }, 'zh')).not.toMatch(/ is | the | of /);
});
