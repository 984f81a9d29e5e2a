/** Key of a relay's credentials in the secret store. */
export function relaySecretKey(relayId: number): string {
  return `relay-${relayId}`;
}
