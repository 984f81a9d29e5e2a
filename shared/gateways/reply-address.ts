import type { DriverName } from '#shared/contract/gateways.ts';

/** What follows the address at a kind of gateway that fills the values in itself: Kannel's escapes. */
const QUERIES: Readonly<Partial<Record<DriverName, string>>> = {
  kannel: '?from=%q&to=%Q&text=%b&id=%I',
};

/** What follows an account's callback address where its gateway hands over messages from phones. */
export const INCOMING_REST = 'incoming';

/** The address for messages from phones, as it is entered at the gateway. */
export function replyAddress(driver: DriverName, callback: string): string {
  return `${callback}/${INCOMING_REST}${QUERIES[driver] ?? ''}`;
}
