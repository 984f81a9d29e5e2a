import { describe, expect, it } from 'vitest';
import { addDefault } from '#renderer/lib/add-default.ts';
import { parseTemplate } from '#shared/template/parse.ts';

function rendered(text: string, values: Record<string, string>) {
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.template.render(values) : parsed;
}

describe('adding a default', () => {
  it('gives every output of the field a default, in any spelling, and leaves others alone', () => {
    const text = addDefault(
      'Hi {{ Nama Penuh }} / {{nama_penuh|upcase}} {{ amount }}',
      'nama_penuh',
      'friend',
    );
    expect(rendered(text, { amount: '5' })).toEqual({ ok: true, text: 'Hi friend / friend 5' });
  });

  it('keeps a default that is there', () => {
    const text = 'Hi {{ name | default: "you" }}';
    expect(addDefault(text, 'name', 'friend')).toBe(text);
  });

  it('survives quotes and template signs in the value', () => {
    const text = addDefault('{{ name }}', 'name', 'the "boss" {{x}}');
    expect(rendered(text, {})).toMatchObject({ ok: true, text: 'the "boss" x' });
  });

  it('works with trimmed outputs and gives unreadable text back', () => {
    expect(rendered(addDefault('a {{- name -}} b', 'name', 'x'), {})).toMatchObject({ ok: true });
    expect(addDefault('a {{ name', 'name', 'x')).toBe('a {{ name');
  });
});
