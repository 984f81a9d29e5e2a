/** What kind of damage a written number had, so that the import can say what it mended. */
export type PhoneRepair =
  | 'excel-zero-restored'
  | 'scientific-notation'
  | 'trunk-zero'
  | 'international-prefix'
  | 'punctuation';

/** Why a written number cannot be used. */
export type PhoneErrorCode =
  | 'missing-phone'
  | 'not-a-number'
  | 'too-short'
  | 'too-long'
  | 'not-mobile'
  | 'premium'
  | 'scientific-precision-lost'
  | 'several-numbers'
  | 'unknown-country';

/** A number reduced to digits, and whether it was written in international form. */
export type CleanPhone =
  | { ok: true; digits: string; international: boolean; repair?: PhoneRepair }
  | { ok: false; code: PhoneErrorCode };

const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;
const DECIMAL_TAIL = /^(\+?\d+)[.,]0{1,2}$/;
const SPACES = /[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;
const PUNCTUATION = /[\s\-.,()[\]/_']/g;

/** Digits of other scripts (Arabic, Persian) as ASCII; full-width ones are folded by NFKC. */
function foldDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) =>
    String(digit.charCodeAt(0) & 0x0f),
  );
}

function foldText(raw: string): string {
  return foldDigits(raw.normalize('NFKC'))
    .replace(SPACES, ' ')
    .replace(/[\u2010-\u2015\u2212\u30FC]/g, '-')
    .replace(/^[\s'’‘`"“”]+|[\s'’"“”]+$/g, '')
    .replace(/^tel:\s*/i, '');
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** Two whole numbers in one cell, or one with an alternative ending ("…6789 / 90"). */
function holdsSeveral(text: string): boolean {
  if ((text.match(/\+/g) ?? []).length > 1) return true;
  const byMark = text.split(/[/;|,&]|\s(?:or|atau|dan|and)\s|或/i).map(countDigits);
  const whole = byMark.filter((digits) => digits >= 7).length;
  if (whole > 1) return true;
  if (/[/;|&]/.test(text) && whole === 1 && byMark.filter((digits) => digits > 0).length > 1) {
    return true;
  }
  return text.split(' ').filter((piece) => countDigits(piece) >= 9).length > 1;
}

/** Undoes `6.0123456789E10`; a mantissa too short for its exponent has lost digits for good. */
function expandScientific(match: RegExpExecArray): CleanPhone {
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const places = Number(exponent);
  if (fraction.length !== places) return { ok: false, code: 'scientific-precision-lost' };
  return {
    ok: true,
    digits: whole + fraction,
    international: false,
    repair: 'scientific-notation',
  };
}

/**
 * Reduces a cell to the digits of one phone number. Understands what spreadsheets and people do to
 * numbers; never drops a letter or a second number silently.
 */
export function cleanPhone(raw: string): CleanPhone {
  // The common case costs one test: nothing to mend.
  if (/^\d+$/.test(raw)) return stripIdd(raw, false, undefined);
  const text = foldText(raw);
  if (text === '') return { ok: false, code: 'missing-phone' };
  const scientific = SCIENTIFIC.exec(text);
  if (scientific) return expandScientific(scientific);
  if (holdsSeveral(text)) return { ok: false, code: 'several-numbers' };
  const whole = DECIMAL_TAIL.exec(text)?.[1] ?? text;
  const trunk = whole.replace(/^(\(?\+?\d{1,3}\)?[\s-]*)\(0\)/, '$1');
  const bare = trunk.replace(PUNCTUATION, '');
  const international = bare.startsWith('+');
  const digits = international ? bare.slice(1) : bare;
  if (!/^\d+$/.test(digits)) return { ok: false, code: 'not-a-number' };
  const mended = bare !== raw ? 'punctuation' : undefined;
  return stripIdd(digits, international, trunk === whole ? mended : 'trunk-zero');
}

function stripIdd(
  digits: string,
  international: boolean,
  repair: PhoneRepair | undefined,
): CleanPhone {
  if (!international && digits.startsWith('00')) {
    return {
      ok: true,
      digits: digits.slice(2),
      international: true,
      repair: 'international-prefix',
    };
  }
  return { ok: true, digits, international, repair };
}
