import { canonicalFieldKey } from '#shared/template/field-key.ts';
import { scanTemplate, TemplateError } from '#shared/template/scan.ts';

/** Quotes a text as a template string; the quote it holds itself decides which one is used. */
function quoted(value: string): string {
  const plain = value.replace(/[\\{}%]/g, '');
  return plain.includes('"') ? `'${plain.replaceAll("'", '’')}'` : `"${plain}"`;
}

/**
 * Gives every plain output of a field a default: `{{ name }}` becomes `{{ name | default: "x" }}`.
 * Outputs that have one, and fields in other expressions, stay as they are. A text that cannot be
 * read comes back unchanged.
 */
export function addDefault(text: string, field: string, value: string): string {
  try {
    let result = '';
    let at = 0;
    for (const piece of scanTemplate(text)) {
      if (piece.kind !== 'output') continue;
      const [head = '', ...filters] = piece.inner.split('|');
      if (canonicalFieldKey(head) !== field) continue;
      if (filters.some((filter) => /^\s*default\b/.test(filter))) continue;
      const close = text.indexOf('}}', piece.at + 2 + piece.inner.length);
      const end = piece.trimRight ? close - 1 : close;
      result += `${text.slice(at, end).trimEnd()} | default: ${quoted(value)} `;
      at = end;
    }
    return result + text.slice(at);
  } catch (error) {
    if (error instanceof TemplateError) return text;
    throw error;
  }
}
