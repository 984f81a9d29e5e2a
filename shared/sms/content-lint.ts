/** Something in a text that Malaysian operators block or that makes it cost more. */
export type ContentWarning = {
  code: 'link' | 'phone-number' | 'personal-data' | 'unsupported-characters';
  message: string;
  severity: 'warning';
};

const MESSAGES: Readonly<Record<ContentWarning['code'], string>> = {
  link: 'This text holds a link. Malaysian operators block SMS with links, often silently and still charged. Take the link out.',
  'phone-number':
    'This text holds a phone number to call. Malaysian operators block SMS with call-back numbers, often silently and still charged. Take the number out.',
  'personal-data':
    'This text asks for personal data. Malaysian operators block SMS that ask for such data, often silently and still charged. Reword it.',
  'unsupported-characters':
    'This text holds characters that some Malaysian routes do not support (€ ¤ and capital Greek letters). Replace them.',
};

const SCHEME = /\b(?:https?|ftp):\/\/|\bwww\.[a-z0-9-]|\b(?:wa\.me|t\.me|bit\.ly)\b|#link#/i;
/** Bare domains need a known ending: "12.30", "No.5" and "Sdn.Bhd" are not links. */
const DOMAIN =
  /(?<![\p{L}\p{N}_-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?:com|net|org|info|biz|my|sg|id|cn|hk|tw|co|io|me|ly|gl|app|link|shop|store|online|site|xyz|top|club|vip|asia|dev|page|live|cc|tv|to|gg)(?![\p{Script=Latin}\p{N}-])(?:\/|\b)/giu;

/**
 * Runs of digits written as a phone number: an international +, a Malaysian mobile or landline, or
 * a toll-free number. Money, dates, times and order numbers do not begin this way.
 */
const PHONE =
  /(?<![\p{Script=Latin}\p{N}.,/#-])(?:\(?\+\(?\d{1,3}\)?[\s-]?\(?\d{1,4}\)?(?:[\s-]?\d{2,4}){2,3}|(?:\+?6)?0(?:1\d|3|[4-79]|8\d)[\s-]?\d{3,4}[\s-]?\d{3,4}|\(0\d{1,2}\)[\s-]?\d{3,4}[\s-]?\d{3,4}|1[-\s]?[3578]00[-\s]?\d{2}[-\s]?\d{4})(?![\p{Script=Latin}\p{N}]|[.,/-]\d)/u;
/** A long number right after one of these words is a reference, not a phone. */
const REFERENCE =
  /(?:order|pesanan|invoice|invois|inv|ref|rujukan|resit|receipt|tracking|akaun|account|acc|a\/c|bil|bill|订单|訂單|单号|發票|发票|账号|帳號)[\s.:：#]*(?:no|number|nombor|id|号|號)?[\s.:：#]*$/i;

const ASK =
  '(?:send|reply|give|provide|submit|enter|key in|fill in|update|confirm|verify|share|tell|hantar(?:kan)?|balas|beri(?:kan)?|masukkan|isi(?:kan)?|kemas ?kini|sahkan|nyatakan|maklumkan)';
const DATA =
  '(?:ic|mykad|nric|identity card|passport|password|kata ?laluan|pin|tac|otp|cvv|card|kad(?: kredit| pengenalan| bank)?|bank account|akaun bank|no\\.? ?akaun|account number|no\\.? ?kp|nombor kad)';
const ASKS_FOR_DATA = new RegExp(
  `\\b${ASK}\\b(?:(?!\\b(?:not|never|jangan|tidak)\\b)(?:no\\.|[^.!?\\n])){0,40}?(?<![\\p{L}])${DATA}(?![\\p{L}])`,
  'giu',
);
/** "Never share your PIN" is advice, not a request. */
const FORBIDS =
  /(?:\b(?:do not|don['’]?t|never|jangan|tidak akan|will not|won['’]?t|usah)\b)[^.!?\n]*$/i;
const ASKS_IN_CHINESE =
  /(?:回复|回覆|提供|输入|輸入|填写|填寫|发送|發送|更新|验证|驗證)[^。！？\n]{0,12}(?:身份证|身份證|密码|密碼|银行账|銀行帳|卡号|卡號|验证码|驗證碼|PIN)/giu;
const FORBIDS_IN_CHINESE = /(?:请勿|請勿|切勿|不要|不会|不會|勿)[^。！？\n]*$/u;

const UNSUPPORTED = /[€¤ΔΦΓΛΩΠΨΣΘΞ]/;

function hasLink(text: string): boolean {
  if (SCHEME.test(text)) return true;
  // "today.My friend" is a missing space, not a Malaysian domain.
  return (text.match(DOMAIN) ?? []).some((found) => !/\.[A-Z][a-z]+\/?$/.test(found));
}

function hasCallBackNumber(text: string): boolean {
  const every = new RegExp(PHONE.source, 'gu');
  for (const match of text.matchAll(every)) {
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    if (!REFERENCE.test(before)) return true;
  }
  return false;
}

function asksForPersonalData(text: string): boolean {
  for (const match of text.matchAll(ASKS_FOR_DATA)) {
    if (!FORBIDS.test(text.slice(0, match.index))) return true;
  }
  for (const match of text.matchAll(ASKS_IN_CHINESE)) {
    const clause = text.slice(0, match.index) + match[0];
    if (!FORBIDS_IN_CHINESE.test(clause)) return true;
  }
  return false;
}

/**
 * Warns about what Malaysian operators have blocked since 1 September 2024 (links, call-back
 * numbers, requests for personal data) and about characters some routes cannot carry. Warnings
 * only: rules differ by account, and the text is never changed. Each code appears at most once.
 */
export function lintContent(text: string): ContentWarning[] {
  const checks: readonly (readonly [ContentWarning['code'], boolean])[] = [
    ['link', hasLink(text)],
    ['phone-number', hasCallBackNumber(text)],
    ['personal-data', asksForPersonalData(text)],
    ['unsupported-characters', UNSUPPORTED.test(text)],
  ];
  return checks
    .filter(([, found]) => found)
    .map(([code]) => ({ code, message: MESSAGES[code], severity: 'warning' }));
}
