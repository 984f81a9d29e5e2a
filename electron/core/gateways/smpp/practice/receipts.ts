import type { Clock } from '#core/ports.ts';

/** A delivery receipt that waits for its time and for a session to go out on. */
export type PendingReceipt = {
  id: string;
  /** The phone it comes from. */
  from: string;
  /** The sender it goes to. */
  to: string;
  word: string;
  /** First characters of the message, as receipts repeat them. */
  text: string;
  submittedAt: number;
  delayMs: number;
};

/** A session that takes receipts: true once the client said that it has it. */
type ReceiptPeer = { deliver(receipt: PendingReceipt, now: number): Promise<boolean> };

/** Hands receipts out until one is answered for. */
export type ReceiptDesk = {
  schedule(receipt: PendingReceipt): void;
  /** A session was bound: what waits may go. */
  wake(): void;
  counters(): { pending: number; delivered: number };
  close(): void;
};

/** A receipt that nobody answered for, or that was turned away, is sent again so much later. */
const AGAIN_MS = 1_000;

/** See ReceiptDesk. `peer`: a bound session, if there is one. */
export function createReceiptDesk(options: {
  clock: Clock;
  peer: () => ReceiptPeer | undefined;
}): ReceiptDesk {
  const waiting = new Set<PendingReceipt>();
  const timers = new Set<NodeJS.Timeout>();
  let ready: PendingReceipt[] = [];
  let delivered = 0;
  let closed = false;

  function later(receipt: PendingReceipt, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(receipt);
      pump();
    }, delayMs);
    timer.unref();
    timers.add(timer);
  }

  function pump(): void {
    const peer = options.peer();
    if (closed || !peer) return;
    const batch = ready;
    ready = [];
    for (const receipt of batch) {
      void peer.deliver(receipt, options.clock.now()).then((taken) => {
        if (!taken) return closed ? undefined : later(receipt, AGAIN_MS);
        waiting.delete(receipt);
        delivered++;
        return undefined;
      });
    }
  }

  return {
    schedule(receipt) {
      waiting.add(receipt);
      later(receipt, receipt.delayMs);
    },
    wake: pump,
    counters: () => ({ pending: waiting.size, delivered }),
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
