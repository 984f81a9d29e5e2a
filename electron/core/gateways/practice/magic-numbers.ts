/** What the practice gateway does with a number that asks for trouble. */
export type MagicBehaviour =
  | { kind: 'status'; status: number; times?: number }
  | { kind: 'rate-limited'; times: number }
  | { kind: 'report'; word: 'UNDELIV' | 'EXPIRED' }
  | { kind: 'no-report' }
  | { kind: 'muddled-reports' }
  | { kind: 'fault'; action: 'reset' | 'timeout' | 'http-500' | 'garbage' | 'half-answer' };

/**
 * Numbers with a fixed fate, by their last seven digits, for trying out every outcome by hand
 * (`60125550003` is a valid Malaysian mobile that is never reached). The `555` keeps ordinary test
 * ranges, which count up from `0000001`, clear of them. Anything else is accepted and delivered.
 */
export const MAGIC_NUMBERS: Readonly<
  Record<string, { behaviour: MagicBehaviour; meaning: string }>
> = {
  '5550001': { behaviour: { kind: 'status', status: 9 }, meaning: 'refused: invalid number' },
  '5550002': { behaviour: { kind: 'status', status: 10 }, meaning: 'refused: no price prefix' },
  '5550003': { behaviour: { kind: 'report', word: 'UNDELIV' }, meaning: 'reported undelivered' },
  '5550004': { behaviour: { kind: 'report', word: 'EXPIRED' }, meaning: 'reported expired' },
  '5550005': { behaviour: { kind: 'status', status: 5 }, meaning: 'not enough credit' },
  '5550006': {
    behaviour: { kind: 'status', status: 6, times: 1 },
    meaning: 'internal error once, then accepted',
  },
  '5550007': { behaviour: { kind: 'no-report' }, meaning: 'accepted, never reported' },
  '5550008': {
    behaviour: { kind: 'muddled-reports' },
    meaning: 'reports repeated and out of order; the worst is undelivered',
  },
  '5550009': {
    behaviour: { kind: 'rate-limited', times: 1 },
    meaning: 'too fast once (HTTP 429), then accepted',
  },
  '5550010': {
    behaviour: { kind: 'fault', action: 'reset' },
    meaning: 'accepted, then the connection breaks',
  },
  '5550011': {
    behaviour: { kind: 'fault', action: 'timeout' },
    meaning: 'accepted, never answered',
  },
  '5550012': {
    behaviour: { kind: 'fault', action: 'http-500' },
    meaning: 'accepted, answered with HTTP 500',
  },
  '5550013': {
    behaviour: { kind: 'fault', action: 'garbage' },
    meaning: 'accepted, answered with a page that is no answer',
  },
  '5550014': {
    behaviour: { kind: 'fault', action: 'half-answer' },
    meaning: 'accepted, the answer breaks off in the middle',
  },
};

const SUFFIX_LENGTH = 7;
const MAGIC_HEAD = '555';

/** The fate of a number, or undefined for an ordinary one. */
export function magicBehaviour(msisdn: string): MagicBehaviour | undefined {
  if (!msisdn.startsWith(MAGIC_HEAD, msisdn.length - SUFFIX_LENGTH)) return undefined;
  return MAGIC_NUMBERS[msisdn.slice(-SUFFIX_LENGTH)]?.behaviour;
}
