import type { CoreEvent } from '#shared/contract/host.ts';

/** Tells every window and every waiting command that something changed. */
export type EventBus = {
  publish(event: CoreEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
};

/** An in-process bus. A listener that throws is dropped from that event only. */
export function createEventBus(onError: (error: unknown) => void): EventBus {
  const listeners = new Set<(event: CoreEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
