/** What templates may read of a person. */
export type TemplatePerson = {
  name: string;
  msisdn: string;
  /** Text by canonical field key. */
  fields: Readonly<Record<string, string>>;
};

/**
 * The other words under which a file's name or number column may have stood: such a column becomes the
 * contact's name or number and is no field of its own, yet people write the word they know.
 */
const NAME_WORDS = [
  'name',
  'nama',
  'nama_penuh',
  'full_name',
  'fullname',
  'contact_name',
  '姓名',
  '名字',
  '全名',
] as const;
const PHONE_WORDS = [
  'phone',
  'phone_number',
  'msisdn',
  'mobile',
  'telefon',
  'no_telefon',
  '手机',
  '手机号码',
  '电话',
] as const;

/** Values by field key: the person's own fields, then name and number under their usual words. */
export function templateValues(person: TemplatePerson): Record<string, string> {
  const values: Record<string, string> = {};
  for (const word of NAME_WORDS) values[word] = person.name;
  for (const word of PHONE_WORDS) values[word] = person.msisdn;
  return Object.assign(values, person.fields);
}
