/** A prefix as people write it: 012 in Malaysia, elsewhere with a plus: +6581. */
export function prefixText({ country, prefix }: { country: string; prefix: string }): string {
  return country === 'MY' ? `0${prefix.slice(2)}` : `+${prefix}`;
}
