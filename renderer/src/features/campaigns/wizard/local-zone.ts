/** IANA name of this computer's zone: the clock that date pickers mean. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
