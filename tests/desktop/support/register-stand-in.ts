import { registerHooks } from 'node:module';

/** Preloaded into the child that runs the built main process: `electron` becomes the stand-in. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'electron') return nextResolve(specifier, context);
    return {
      url: new URL('electron-stand-in.ts', import.meta.url).href,
      format: 'module-typescript',
      shortCircuit: true,
    };
  },
});
