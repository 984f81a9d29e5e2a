import { describe, expect, it } from 'vitest';
import { readSaid } from '#shared/said/read-said.ts';
import { say, SENTENCES } from '#shared/said/say.ts';

const PHRASES = new Set(['Wrong API key', 'Enter it again, then resume.']);
const isPhrase = (text: string) => PHRASES.has(text);
const read = (text: string) => readSaid(text, isPhrase);

/** Values as they come: names of several words, numbers, and sentences where a sentence stands. */
const VALUES: Readonly<Record<string, string>> = {
  gateway: 'Kedai Ali (2)',
  folder: '/home/ali/Siar state',
  fields: 'apiKey, apiSecret',
  said: 'number (not) known*',
  reason: say('stopped-before'),
  meaning: 'Wrong API key',
  advice: 'Enter it again, then resume.',
  how: say('how-no-answer'),
  least: say('canary-least-accepted', { percent: 90 }),
  counted: say('counted-parts', { parts: 2, predicted: 1 }),
  next: say('profile-explains'),
  why: say('why-refused'),
  left: say('credits-left', { credits: '1,200' }),
  attempts: '7',
};

function fill(text: string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, gap: string) => VALUES[gap] ?? '12');
}

describe('sentences of the core', () => {
  it.each(Object.entries(SENTENCES))('%s is found again in its own words', (key, text) => {
    const written = fill(text);
    const [said, ...more] = read(written) ?? [];
    expect(more).toEqual([]);
    expect(said).toMatchObject({ key });
    for (const [, gap = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
      expect(said && 'values' in said ? said.values : {}, gap).toHaveProperty(gap);
    }
  });

  it('finds the values of a sentence again', () => {
    expect(read(say('moved', { messages: 120, gateway: 'Kedai Ali' }))).toEqual([
      { key: 'moved', values: { messages: '120', gateway: 'Kedai Ali' } },
    ]);
  });

  it('reads several sentences, and a sentence within a sentence', () => {
    const inner = say('answer', {
      meaning: 'Wrong API key',
      advice: 'Enter it again, then resume.',
    });
    const text = `${say('of-gateway', { gateway: 'eSMS', reason: inner })} ${say('others-go-on')}`;
    const said = JSON.stringify(read(text));
    expect(said).toContain('{"phrase":"Enter it again, then resume."}');
    expect(said).toContain('{"key":"others-go-on","values":{}}');
  });

  it('reads a list of things, also within a sentence, and leaves one with an unknown thing whole', () => {
    const things = [say('thing-list', { said: 'VIP' }), say('things-more', { more: 3 })];
    const list = [
      [{ key: 'thing-list', values: { said: 'VIP' } }],
      [{ key: 'things-more', values: { more: '3' } }],
    ];
    expect(read(things.join('; '))).toEqual([{ list }]);
    expect(read(say('found-lists', { things: things.join('; ') }))).toEqual([
      { key: 'found-lists', values: { things: [{ list }] } },
    ]);
    const unknown = `row 5 missing from index x; ${say('thing-strays', { rows: 2 })}`;
    expect(read(say('found-damaged', { things: unknown }))).toEqual([
      { key: 'found-damaged', values: { things: unknown } },
    ]);
  });

  it('leaves a person’s own meaning of a code, and anything else, as it is', () => {
    expect(read('Something of mine. And my advice.')).toBeNull();
    expect(read('')).toBeNull();
    expect(read(`${say('others-go-on')} And more.`)).toBeNull();
  });

  it('takes a name with a full stop for a name, not for two sentences', () => {
    const text = say('slow-down', { gateway: 'Syarikat A. B. Sdn Bhd' });
    // Not understood is right here: better the whole English sentence than half of it.
    expect(read(text)).toBeNull();
  });

  it('is quick with long texts that are no sentences', () => {
    const started = performance.now();
    read(`${'Hello. '.repeat(280)}`);
    read(`${say('of-gateway', { gateway: 'x', reason: '' }).repeat(200)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
