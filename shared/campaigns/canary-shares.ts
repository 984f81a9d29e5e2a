/** A gateway's part in a campaign's first messages. */
export type CanaryShare = {
  gatewayId: number;
  /** Messages frozen for it that are meant to leave. */
  messages: number;
  /** Of those, how many left already. */
  left: number;
  /** How many can leave now: queued, and nothing holds the gateway. */
  ready: number;
};

/**
 * How many more of the first `size` messages may leave by each gateway. Every gateway is tried, in
 * proportion to what it will send; what one cannot send (held, or nothing left) goes by the others, so
 * that a verdict always comes. Together never more than are missing of `size`.
 */
export function canaryRooms(size: number, shares: readonly CanaryShare[]): Map<number, number> {
  const all = shares.reduce((sum, { messages }) => sum + messages, 0);
  const gone = shares.reduce((sum, { left }) => sum + left, 0);
  let missing = Math.max(0, Math.min(size, all) - gone);
  const rooms = new Map<number, number>();
  // First everybody's own part, at least one message each.
  for (const { gatewayId, messages, left, ready } of shares) {
    const part = Math.max(1, Math.floor((size * messages) / Math.max(1, all)));
    const room = Math.max(0, Math.min(part - left, ready, missing));
    rooms.set(gatewayId, room);
    missing -= room;
  }
  for (const { gatewayId, ready } of shares) {
    const own = rooms.get(gatewayId) ?? 0;
    const more = Math.min(missing, ready - own);
    rooms.set(gatewayId, own + more);
    missing -= more;
  }
  return rooms;
}
