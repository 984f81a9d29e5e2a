import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';

const words = resolve(import.meta.dirname, '../../../renderer/src/i18n/en');

function keysOf(value: unknown, path: string): string[] {
  const branch = z.record(z.string(), z.unknown()).safeParse(value);
  if (!branch.success) return [path];
  return Object.entries(branch.data).flatMap(([key, inner]) =>
    keysOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** Every dotted key of the texts, also without its plural ending: what i18next shows when a text is missing. */
const keys = new Set(
  readdirSync(words)
    .flatMap((file) => keysOf(JSON.parse(readFileSync(join(words, file), 'utf8')), ''))
    .filter((key) => key.includes('.'))
    .flatMap((key) => [key, key.replace(/_(one|other)$/, '')]),
);

/** Texts of the page, seen or read aloud, that are a key or hold an unfilled {{ field }}. */
export async function rawKeys(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest('style, script, textarea') === null) {
        found.push(node.textContent ?? '');
      }
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found.map((text) => text.trim());
  });
  return texts.filter((text) => keys.has(text) || keys.has(text.replace(/^\w+:/, '')));
}
