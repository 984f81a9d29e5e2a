/** What HTTP carries in the value of a header (RFC 9110, 5.5): a tab, and octets that are no control characters. */
const CARRIED = /^[\t\x20-\x7e\x80-\xff]*$/;
const SECRET = /\{\{\s*secret\.(\w+)\s*\}\}/g;

type Templates = { headers: Readonly<Record<string, string>> };

/** Whether a text can be the value of a header. */
export function isHeaderValue(text: string): boolean {
  return CARRIED.test(text);
}

/** The first credential that a profile puts into a header that cannot carry it, with that header; null: none. */
export function findUnfitSecret(
  { send, balance }: { send: Templates; balance: Templates | null },
  secrets: Readonly<Record<string, string>>,
): { field: string; header: string } | null {
  const headers = [send.headers, balance?.headers ?? {}].flatMap((all) => Object.entries(all));
  for (const [header, template] of headers) {
    for (const [, field = ''] of template.matchAll(SECRET)) {
      // Line breaks are filled in as spaces.
      const value = (secrets[field] ?? '').replace(/[\r\n\0]/g, ' ');
      if (!isHeaderValue(value)) return { field, header };
    }
  }
  return null;
}
