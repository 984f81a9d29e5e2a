import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import ms from '#shared/said/ms/said.json';
import { tell } from '#shared/said/tell.ts';
import { parseTemplate, type ParsedTemplate } from '#shared/template/parse.ts';

function parsed(source: string): ParsedTemplate {
  const result = parseTemplate(source);
  if (!result.ok) throw new Error(result.message);
  return result.template;
}
const render = (source: string, values: Record<string, string> = {}) =>
  parsed(source).render(values);
const text = (value: string) => ({ ok: true, text: value });

describe('rendering', () => {
  it.each<[string, Record<string, string>, string]>([
    ['Hi {{ Nama Penuh }}!', { nama_penuh: 'Ali' }, 'Hi Ali!'],
    ['Hi {{nama-penuh}}!', { 'NAMA PENUH': 'Ali' }, 'Hi Ali!'],
    ['你好{{ 姓名 }}', { 姓名: '小明' }, '你好小明'],
    ['{{ Amount (RM) }}', { amount_rm: '3.00' }, '3.00'],
    ['{{ No. Telefon }}', { no_telefon: '012' }, '012'],
    ['{{ name | default: "friend" }}', {}, 'friend'],
    ['{{ name | default: "friend" }}', { name: '  ' }, 'friend'],
    ['{{ name | upcase | truncate: 4, "" }}', { name: 'alibaba' }, 'ALIB'],
    ['{{ 2nd name }}', { '2nd_name': 'z' }, 'z'],
    ['{% if Name %}Hi {{ name }}{% else %}Hi{% endif %}', {}, 'Hi'],
    ['{% if Name %}Hi {{ name }}{% else %}Hi{% endif %}', { name: 'Bo' }, 'Hi Bo'],
    ['{% if 2nd_name == "z" %}y{% endif %}', { '2nd_name': 'z' }, 'y'],
    ['{% if amount > 100 %}big{% endif %}', { amount: '150' }, 'big'],
    ['{% case lang %}{% when "ms" %}Hai{% else %}Hi{% endcase %}', { lang: 'ms' }, 'Hai'],
    ['{% assign n = name | upcase %}{{ n }}', { name: 'q' }, 'Q'],
    ['{% for i in (1..3) %}{{ i }}-{{ forloop.index }} {% endfor %}', {}, '1-1 2-2 3-3 '],
    ['a {{- name -}} b', { name: 'n' }, 'anb'],
    ['{{ a | default: b }}', { b: 'x' }, 'x'],
    ['{% raw %}{{ x }}{% endraw %}', {}, '{{ x }}'],
    ['{% comment %}{{ x | bad }}{% endcomment %}ok', {}, 'ok'],
    ['100% {off} }} {', {}, '100% {off} }} {'],
    ['', {}, ''],
  ])('%j', (source, values, expected) => {
    expect(render(source, values)).toEqual(text(expected));
  });

  it('never reads a value as template code', () => {
    const evil = '{{ pin }}{% if 1 %}x{% endif %}';
    expect(render('Hi {{ name }}', { name: evil, pin: '1' })).toEqual(text(`Hi ${evil}`));
    expect(render('{% if name %}{{ name }}{% endif %}', { name: evil })).toEqual(text(evil));
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['{{ name }} {{ city }} {{ name }}', {}, ['name', 'city']],
    ['{{ name }}', { name: ' \u00A0 ' }, ['name']],
    ['{{ constructor }}{{ __proto__ }}', {}, ['constructor', 'proto']],
    ['{% if vip %}{{ name }}{% endif %}', { vip: 'y' }, ['name']],
    ['{{ a | append: b }}', { a: '1' }, ['b']],
    ['{{ a | default: b }}', {}, ['a']],
    ['{% assign n = name %}{{ n }}', {}, ['name']],
  ])('%j names what is blank', (source, values, missing) => {
    expect(render(source, values)).toEqual({ ok: false, missing });
  });

  it('stops a template that runs away', () => {
    const result = render('{% for i in (1..100000000) %}{{ i }}{% endfor %}');
    expect(result).toMatchObject({ ok: false, missing: [] });
    expect(!result.ok && result.message).toMatch(/too large/);
  });

  it('takes a computer that slept while a text was made for no such template', () => {
    const source = '{% for i in (1..2) %}{{ name }}{% endfor %}';
    const asleep = vi.spyOn(performance, 'now');
    onTestFinished(() => asleep.mockRestore());
    // The first look of a try sets its end; an hour later is the second.
    asleep.mockReturnValueOnce(0).mockReturnValueOnce(3_600_000);
    expect(render(source, { name: 'Ali' })).toEqual({ ok: true, text: 'AliAli' });
    expect(asleep.mock.calls.length).toBeGreaterThan(2);
  });
});

describe('fields', () => {
  it('lists each column once and says whether it may be blank', () => {
    const source =
      '{% if VIP %}x{% endif %}{{ Name }}{{ name | default: "a" }}{{ City | default: "b" }}{% assign q = 1 %}{{ q }}';
    expect(parsed(source).fields).toEqual([
      { name: 'vip', hasDefault: true },
      { name: 'name', hasDefault: false },
      { name: 'city', hasDefault: true },
    ]);
  });
});

describe('mistakes', () => {
  it.each([
    ['{{ name | shout }}', /no filter called “shout”/, 1, 1],
    ['a\n {{ name', /never closed/, 2, 2],
    ['a\r\nb {% if x', /never closed/, 2, 3],
    ['{% if x %}', /“\{% if x %\}” is never closed. Add \{% endif %\}/, 1, 1],
    ['{% include "secret" %}', /cannot use \{% include %\}/, 1, 1],
    ['{% render "secret" %}', /cannot use/, 1, 1],
    ['{% layout "secret" %}', /cannot use/, 1, 1],
    ['{% liquid\n include "x" %}', /cannot use/, 1, 1],
    ['{{ }}', /no field name/, 1, 1],
    ['{{ “x” }}', /straight quotes/, 1, 1],
    ['{{ name | where_exp: "x" }}', /no filter called “where_exp”/, 1, 1],
    ['{% endif %}', /“\{% endif %\}” belongs to nothing.* write \{% if name == "Ali" %\}/, 1, 1],
    ['a\n{% when 1 %}', /“\{% when 1 %\}” belongs to nothing.* write \{% case name %\}/, 2, 1],
    ['{% if x %}a{% for i in a %}{% endif %}{% endfor %}', /“\{% endif %\}” belongs to/, 1, 28],
    ['{% if x = 1 %}a{% endif %}', /“\{% if x = 1 %\}” cannot be read. Write it like/, 1, 1],
    ['{% if %}a{% endif %}', /cannot be read. Write it like \{% if name == "Ali" %\}/, 1, 1],
    ['{% for i in %}{% endfor %}', /Write it like \{% for number in \(1\.\.3\) %\}/, 1, 1],
    ['{% assign x y %}', /Write it like \{% assign greeting = "Hi" %\}/, 1, 1],
    ['{% if x %}{% else %}{% else %}{% endif %}', /last, right before \{% endif %\}/, 1, 1],
    ['{% raw %}x', /never closed/, 1, 1],
  ])('%j', (source, message, line, column) => {
    const result = parseTemplate(source);
    expect(result).toMatchObject({ ok: false, line, column });
    expect(!result.ok && result.message).toMatch(message);
    expect(!result.ok && result.message).toMatch(/\.$/);
    expect(!result.ok && tell(result.message, { said: ms, answers: {} }, 'ms')).toBeTruthy();
  });

  it('refuses a text no SMS could be', () => {
    expect(parseTemplate('x'.repeat(60_000)).ok).toBe(false);
  });

  it('never throws, whatever is written', () => {
    const token = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '-',
      '|',
      ':',
      '"',
      "'",
      ' ',
      'if',
      'endif',
      'name',
      '姓',
      '1',
      'default',
      '.',
      '[',
      '=',
      'for',
      'in',
      '(',
      '..',
      'assign',
      'raw',
      'endraw',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 25 }), (tokens) => {
        const result = parseTemplate(tokens.join(''));
        if (result.ok) result.template.render({ name: 'A' });
      }),
      { numRuns: 3000 },
    );
  });
});

describe('closures against liquidjs', () => {
  const oracle = new Liquid({ strictFilters: true });
  const word = fc.string({ unit: fc.constantFrom(...Array.from('ab {}%é好😀.-Iİß')) });
  const filter = fc.oneof(
    fc.constantFrom('upcase', 'downcase', 'capitalize', 'strip'),
    fc.constantFrom('default: "x y"', "default: ''", 'default: "好"'),
    fc.integer({ min: 0, max: 12 }).map((n) => `truncate: ${n}`),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom('', '…', '😀'))
      .map(([n, end]) => `truncate: ${n}, "${end}"`),
  );
  const output = fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.array(filter, { maxLength: 4 }))
    .map(([field, filters]) => `{{ ${[field, ...filters].join(' | ')} }}`);
  const plain = fc.constantFrom('Hi ', '\n', 'RM0.00 ', '你好', '}} ', '😀');
  const source = fc.array(fc.oneof(output, plain), { maxLength: 8 }).map((list) => list.join(''));
  const values = fc.record({ a: word, b: word, c: word });

  it('give the same text', () => {
    let texts = 0;
    fc.assert(
      fc.property(source, values, (template, fields) => {
        const mine = render(template, fields);
        if (!mine.ok) {
          expect(
            mine.missing.every((key) => (fields as Record<string, string>)[key]!.trim() === ''),
          ).toBe(true);
          return;
        }
        const clean = Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [key, value.trim() === '' ? '' : value]),
        );
        expect(mine.text).toBe(oracle.parseAndRenderSync(template, clean));
        texts++;
      }),
      { numRuns: 3000 },
    );
    expect(texts).toBeGreaterThan(1000);
  });

  it('agree with Siar’s own liquidjs path, blanks included', () => {
    fc.assert(
      fc.property(source, values, (template, fields) => {
        // An empty comment sends the same template down the other path.
        const slow = render(`{% comment %}{% endcomment %}${template}`, fields);
        expect(slow).toEqual(render(template, fields));
      }),
      { numRuns: 1500 },
    );
  });
});
