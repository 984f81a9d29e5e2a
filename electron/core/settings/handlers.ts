import { settingsSchema, type Settings } from '#shared/contract/host.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { noteDetail } from '#core/users/caller.ts';
import { readLook } from '#core/users/look.ts';
import { listSettings, saveSettings } from '#core/settings/queries.ts';

const DEFAULTS: Settings = {
  language: 'en',
  theme: 'auto',
  country: 'MY',
  window: '08:00-19:00',
  guideDismissed: false,
  shopName: '',
  shopAddress: '',
  shopRegistration: '',
  payTo: '',
  idleMinutes: 15,
  lookUpDays: 90,
};

/** The settings in force. A stored value that no longer fits falls back to its default. */
export function readSettings(db: Db): Settings {
  const stored: Record<string, unknown> = {};
  for (const [key, text] of listSettings(db)) stored[key] = JSON.parse(text);
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const parsed = schema.safeParse(stored[key]);
    if (parsed.success) settings[key] = parsed.data;
  }
  return settingsSchema.parse(settings);
}

/** Settings: read and change. */
export function createSettingsHandlers({ db, bus }: Pick<CoreDeps, 'db' | 'bus'>) {
  return api.settings.router({
    get: api.settings.get.handler(({ context: { session } }) => {
      const settings = readSettings(db);
      // The sign-in page needs a language and a theme, and learns no more.
      if (session.actor === null) {
        return { ...DEFAULTS, language: settings.language, theme: settings.theme };
      }
      return { ...settings, ...readLook(db, session.actor.userId) };
    }),
    update: api.settings.update.handler(({ input }) => {
      const entries = Object.entries(input).map(
        ([key, value]) => [key, JSON.stringify(value)] as const,
      );
      saveSettings(db, new Map(entries));
      noteDetail(Object.keys(input).join(', '));
      bus.publish({ type: 'settings.changed' });
      return readSettings(db);
    }),
  });
}
