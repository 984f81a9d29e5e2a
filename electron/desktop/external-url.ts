/**
 * The parsed URL if it may be handed to the system's browser: https, a real host, no user name in it
 * (`https://bank.example@evil.example` reads as the bank). Otherwise undefined.
 */
export function parseExternalUrl(url: string): URL | undefined {
  const parsed = URL.parse(url);
  if (!parsed || parsed.protocol !== 'https:') return undefined;
  if (parsed.hostname === '' || parsed.username !== '' || parsed.password !== '') return undefined;
  return parsed;
}
