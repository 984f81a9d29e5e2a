import type { SecretStore } from '#core/ports.ts';
import type { hostCalls } from '#desktop/core-messages.ts';
import type { CorePeer } from '#desktop/core-peer.ts';

/** The core's secret port in the desktop app: every look goes to main, which owns the keychain. */
export function createKeychainSecrets(peer: CorePeer<typeof hostCalls>): SecretStore {
  return {
    kind: 'keychain',
    get: async (key) => (await peer.ask('getSecrets', { key })).secrets ?? undefined,
    set: async (key, secrets) => {
      await peer.ask('setSecrets', { key, secrets: { ...secrets } });
    },
    delete: async (key) => {
      await peer.ask('deleteSecrets', { key });
    },
  };
}
