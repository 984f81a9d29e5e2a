import { i18n } from '#renderer/i18n/i18n.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { createFormat, type Format } from '#renderer/lib/format.ts';
import { isLanguage, LOCALES } from '#renderer/lib/languages.ts';
import { formatRinggit } from '#shared/credits/money.ts';

/**
 * What could not be done and what that means, in the person's language: by the failure's code, and by
 * `case` in its details where one code has several sentences. English, and what has no words of its
 * own, is the core's sentence.
 */
export function failureText(error: unknown): string {
  const { code, message, details = {} } = toFailure(error);
  const sentence = inWords(message);
  // A call that never left, for want of a connection, has no unknown outcome.
  const key = details['asked'] === false ? 'not-asked' : code;
  const own = i18n.t(`common:failureText.${key}`, { defaultValue: '' });
  if (own !== '' || i18n.language === 'en') return own || sentence;
  const { case: context, ...values } = details;
  return i18n.t([`failures:${code}`, `otp:problem.${code}`], {
    ...(typeof context === 'string' ? { context } : {}),
    replace: toWords(values),
    defaultValue: sentence,
  });
}

/** Raw values as the sentences take them: moments, money and spans as text, lists joined, words translated. */
function toWords(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const locale = isLanguage(i18n.language) ? LOCALES[i18n.language] : LOCALES.en;
  const format = createFormat(locale, (key, values) => i18n.t(`common:${key}`, values));
  const list = new Intl.ListFormat(locale);
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, toWord(name, value, format, list)]),
  );
}

function toWord(name: string, value: unknown, format: Format, list: Intl.ListFormat): unknown {
  if (typeof value === 'string') return inWords(value);
  if (typeof value === 'number') {
    if (name.endsWith('At')) return format.dateTime(value);
    if (name.endsWith('Sen')) return formatRinggit(value);
    if (name.endsWith('Minutes')) return format.duration(value * 60);
    return value;
  }
  if (!Array.isArray(value)) return value;
  const words = value.map((one) => (name === 'warnings' ? warningWord(one) : String(one)));
  return list.format(words);
}

/** A warning of the review or of a top-up, in two or three words. */
function warningWord(warning: unknown): string {
  const code =
    typeof warning === 'object' && warning !== null && 'code' in warning ? warning.code : warning;
  return i18n.t([`failureParts:warning.${String(code)}`, 'failureParts:warning.other']);
}
