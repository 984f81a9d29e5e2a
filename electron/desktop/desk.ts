import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Activity } from '#desktop/core-messages.ts';
import type { Logs } from '#desktop/logs.ts';
import type { Remembered } from '#desktop/remembered.ts';
import { fill, languageOf, wordsFor, type Language, type Words } from '#desktop/words.ts';

/** What every part of the desktop host looks at: places, words and what is being sent. */
export type Desk = {
  readonly dataFolder: string;
  readonly resources: string;
  readonly logs: Logs;
  readonly remembered: Remembered;
  words(): Words;
  /** The language in force. */
  language(): Language;
  /** A word with its values filled in, in the language in force. */
  say(word: keyof Words, values?: Readonly<Record<string, string | number>>): string;
  activity(): Activity;
  /** Something is being sent or waits for its time: closing the window must not end it. */
  isBusy(): boolean;
  setActivity(activity: Activity): void;
  setLanguage(language: Language): void;
  onActivity(listener: (activity: Activity) => void): void;
  onLanguage(listener: () => void): void;
  /** Path of a shipped icon; undefined where it is missing. */
  icon(name: string): string | undefined;
};

/** See Desk. Starts with the last language, else the system's. */
export function createDesk(options: {
  dataFolder: string;
  resources: string;
  logs: Logs;
  remembered: Remembered;
  locale: string;
}): Desk {
  let language = options.remembered.get().language ?? languageOf(options.locale);
  let activity: Activity = { running: 0, left: 0, scheduled: 0 };
  const activityListeners: ((activity: Activity) => void)[] = [];
  const languageListeners: (() => void)[] = [];
  return {
    dataFolder: options.dataFolder,
    resources: options.resources,
    logs: options.logs,
    remembered: options.remembered,
    words: () => wordsFor(language),
    language: () => language,
    say: (word, values = {}) => fill(wordsFor(language)[word], values, language),
    activity: () => activity,
    isBusy: () => activity.running > 0 || activity.scheduled > 0,
    setActivity(next) {
      activity = next;
      for (const listener of activityListeners) listener(next);
    },
    setLanguage(next) {
      if (next === language) return;
      language = next;
      for (const listener of languageListeners) listener();
    },
    onActivity: (listener) => activityListeners.push(listener),
    onLanguage: (listener) => languageListeners.push(listener),
    icon(name) {
      const path = join(options.resources, 'icons', name);
      return existsSync(path) ? path : undefined;
    },
  };
}
