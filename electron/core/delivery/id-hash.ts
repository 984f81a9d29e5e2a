import { hash } from 'node:crypto';

/** As many as fit in a number without loss (2^48 values). */
const BYTES = 6;

/** What a gateway's message id is found by: 48 bits of its SHA-256. Never change it: it is in databases. */
export function hashOfId(gatewayMessageId: string): number {
  return hash('sha256', gatewayMessageId, 'buffer').readUIntBE(0, BYTES);
}
