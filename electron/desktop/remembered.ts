import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { settingsSchema } from '#shared/contract/host.ts';

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200),
  height: z.number().int().min(200),
  maximised: z.boolean(),
});

const rememberedSchema = z.object({
  bounds: boundsSchema.optional().catch(undefined),
  language: settingsSchema.shape.language.optional().catch(undefined),
  theme: settingsSchema.shape.theme.optional().catch(undefined),
  /** The explanation of "Siar goes on in the tray" was shown once. */
  trayExplained: z.boolean().optional().catch(undefined),
});

/** Where the window was, in pixels of the virtual desktop. */
export type Bounds = z.infer<typeof boundsSchema>;

type Values = z.infer<typeof rememberedSchema>;

/** What main must know before the core has opened the database: place, language, theme. */
export type Remembered = {
  get(): Values;
  /** Merges and writes. A disk that refuses costs only the convenience. */
  set(values: Partial<Values>): void;
};

/** See Remembered. A file that cannot be read counts as empty. */
export function createRemembered(path: string, onError: (error: unknown) => void): Remembered {
  let values: Values = read(path);
  return {
    get: () => values,
    set(changed) {
      values = { ...values, ...changed };
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.new`, JSON.stringify(values), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        onError(error);
      }
    },
  };
}

function read(path: string): Values {
  try {
    return rememberedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
