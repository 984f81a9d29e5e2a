import { canonicalFieldKey } from '#shared/template/field-key.ts';

/** Words of one header that speak for mobile numbers, in English, Malay and Chinese. */
const MOBILE =
  /^(?:mobile|mobiles|handphone|handphones|hp|cell|cellphone|cellular|msisdn|whatsapp|bimbit|smartphone)$/;
const MOBILE_CJK = /手机|手機|移动电话|行動電話|流動電話|移动号码/;
const PHONE =
  /^(?:phone|phones|phoneno|phonenumber|tel|telno|telefon|telephone|telp|fon|nombortelefon|notelefon|notel|hubungi)$/;
const PHONE_CJK = /电话|電話|联络号码|聯絡號碼|联系方式|聯絡方式|联系号码/;
const CONTACT =
  /^contacts?(?:_(?:no|num|number|nombor))?$|^no_contact$|^(?:number|nombor|recipient|to|号码|號碼)$/;
/** Numbers of another kind, which may look like phone numbers. */
const OTHER =
  /^(?:fax|faks|email|mail|ic|nric|mykad|kp|passport|pasport|postcode|poskod|zip|id|invoice|invois|account|akaun|acc|amount|balance|baki|price|harga|qty|date|tarikh|year|tahun|birthday|age|umur)$/;
const OTHER_CJK = /传真|傳真|身份证|身份證|邮编|郵編|账号|帳號|日期|生日|金额|金額|余额/;
const LANDLINE = /^(?:home|house|rumah|office|pejabat|work|landline)$/;

/** How strongly a header says "mobile number": 0 nothing, negative for numbers of another kind. */
export function phoneHeaderScore(header: string): number {
  const key = canonicalFieldKey(header);
  const words = key.split('_');
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word.replace(/\d+$/, '')));
  if (has(OTHER) || OTHER_CJK.test(key)) return -5;
  if (has(/^(?:name|nama|person)$/)) return 0;
  let score = 0;
  if (has(MOBILE) || MOBILE_CJK.test(key) || /(?:^|_)h_p(?:_|$)|hand_phone|cell_phone/.test(key)) {
    score = 4;
  } else if (has(PHONE) || PHONE_CJK.test(key)) score = 3;
  else if (CONTACT.test(key)) score = 2;
  return score > 0 && has(LANDLINE) ? 1 : score;
}

const WHOLE_NAME =
  /^(?:full_?name|nama_penuh|name|nama|contact_name|contact_person|姓名|全名|名字|名称|名稱|客户姓名|客戶姓名|中文姓名)$/;
const SOMEBODY =
  /^(?:customer|client|member|patient|student|guest|recipient|person|pelanggan|ahli|pesakit|pelajar|peserta|penerima|parent|guardian|display|nick)$/;
const SOMEBODY_CJK =
  /^(?:客户|客戶|顾客|顧客|会员|會員|联系人|聯絡人|收件人|学生|學生|病人).{0,2}$/;

/** How strongly a header says "this person's name". */
export function nameHeaderScore(header: string): number {
  const key = canonicalFieldKey(header);
  if (/^(?:full_?name|nama_penuh|姓名|全名)$/.test(key)) return 4;
  if (WHOLE_NAME.test(key)) return 3;
  const words = key.split('_');
  const named = words.some((word) => word === 'name' || word === 'nama');
  if (words.some((word) => SOMEBODY.test(word)) && (named || words.length === 1)) return 2;
  return SOMEBODY_CJK.test(key) ? 2 : 0;
}

/** Columns that Siar itself adds to the file of refused rows. */
export function isOwnColumn(header: string): boolean {
  return /^siar_(?:row|reason)$/.test(canonicalFieldKey(header));
}
