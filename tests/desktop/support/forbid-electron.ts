import { registerHooks } from 'node:module';

/** Preloaded where no Electron may be needed: looking for it ends the process with a clear line. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) {
      throw new Error(`electron was resolved by ${context.parentURL ?? 'the entry'}`);
    }
    return nextResolve(specifier, context);
  },
});
