/** As many values as fit in a number without loss. */
const HIGH_BITS = 21;

/**
 * What a gateway's message id is found by: 53 bits, mixed so that ids which count up or share a beginning
 * are spread evenly. No secret depends on it: ids that collide cost one more look at a message. Never
 * change it: it is in databases.
 */
export function hashOfId(gatewayMessageId: string): number {
  // Two rounds of FNV-1a over UTF-16 units, each with its own start and prime, then one of MurmurHash3's
  // finishing steps (both in the public domain): a cryptographic hash costs ten times as much.
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < gatewayMessageId.length; i += 1) {
    const unit = gatewayMessageId.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  a = finish(a ^ (b >>> 15));
  b = finish(b ^ a);
  return (a >>> (32 - HIGH_BITS)) * 2 ** 32 + (b >>> 0);
}

function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
