/** Words of one language, by namespace. */
export type Words = Record<string, Record<string, unknown>>;

/** Turns `./en/contacts.json` → texts into `contacts` → texts. */
export function toWords(files: Words): Words {
  const words: Words = {};
  for (const [path, texts] of Object.entries(files)) {
    const name = /([^/]+)\.json$/.exec(path)?.[1];
    if (name !== undefined) words[name] = texts;
  }
  return words;
}
