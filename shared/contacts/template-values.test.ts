import { expect, it } from 'vitest';
import { templateValues } from '#shared/contacts/template-values.ts';
import { parseTemplate } from '#shared/template/parse.ts';

const person = {
  name: 'Siti',
  msisdn: '60123456789',
  fields: { baki: '12.50', nama: 'Puan Siti' },
};

function render(source: string, who = person): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const rendered = parsed.template.render(templateValues(who));
  return rendered.ok ? rendered.text : `missing ${rendered.missing.join()}`;
}

it('reads the name and the number by the words people use', () => {
  expect(render('{{ Name }} {{ 姓名 }} {{ Full Name }} {{ phone }}')).toBe(
    'Siti Siti Siti 60123456789',
  );
});

it("lets a person's own field win over such a word", () => {
  expect(render('{{ nama }}')).toBe('Puan Siti');
});

it('counts a blank name as missing under every word', () => {
  expect(render('{{ nama_penuh }}', { ...person, name: '' })).toBe('missing nama_penuh');
});
