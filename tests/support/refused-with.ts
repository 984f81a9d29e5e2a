import { expect } from 'vitest';

/** What a call is rejected with that the core refuses: its code, and at least these details. */
export function refusedWith(code: string, details: Record<string, unknown> = {}) {
  return { data: { code, kind: 'refused', details: expect.objectContaining(details) } };
}
