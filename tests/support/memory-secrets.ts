import type { Secrets, SecretStore } from '#core/ports.ts';

/** Credentials that live as long as the process. */
export function memorySecrets(): SecretStore {
  const kept = new Map<string, Secrets>();
  return {
    kind: 'file',
    get: (key) => Promise.resolve(kept.get(key)),
    set(key, secrets) {
      kept.set(key, secrets);
      return Promise.resolve();
    },
    delete(key) {
      kept.delete(key);
      return Promise.resolve();
    },
  };
}
