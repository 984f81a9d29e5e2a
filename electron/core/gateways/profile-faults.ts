import type { z } from 'zod';
import { say } from '#shared/said/say.ts';
import { valueAt } from '#shared/gateways/profile-paths.ts';

type Issue = z.core.$ZodIssue;

/** Kinds of value that a field may be wanted as. */
const WANTED = {
  number: 'fault-number',
  int: 'fault-whole',
  string: 'fault-text',
  boolean: 'fault-switch',
  array: 'fault-list',
  object: 'fault-group',
  record: 'fault-group',
} as const;

/**
 * What a schema finds wrong with a profile, one sentence for each field as `say` makes it; `under` is where
 * the checked part lies in the whole profile.
 */
export function faultsOf(
  issues: readonly Issue[],
  given: unknown,
  under: readonly string[] = [],
): string[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => say('fault-unknown', { field: [...path, key].join('.') }));
    }
    const isMissing = path.length > 0 && valueAt(given, path.join('.')) === undefined;
    return [faultOf(issue, path, isMissing)];
  });
}

function faultOf(issue: Issue, path: readonly string[], isMissing: boolean): string {
  const field = path.length === 0 ? 'profile' : path.join('.');
  switch (issue.code) {
    case 'invalid_type': {
      if (isMissing) return say('fault-missing', { field });
      const wanted = Object.entries(WANTED).find(([kind]) => kind === issue.expected)?.[1];
      return say(wanted ?? 'fault-other', { field });
    }
    case 'invalid_value':
      if (isMissing) return say('fault-missing', { field });
      return say('fault-choice', { field, choices: issue.values.map(String).join(', ') });
    case 'too_small':
      return tooSmall(issue, field);
    case 'too_big':
      return tooBig(issue, field);
    case 'invalid_format':
      return path.includes('countries')
        ? say('fault-country', { field, example: 'MY' })
        : say('fault-characters', { field });
    case 'invalid_key':
      return say('fault-characters', { field });
    case 'custom':
      return ownFault(issue.params ?? {}, field);
    default:
      return say('fault-other', { field });
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, field: string): string {
  if (issue.origin === 'string' || issue.origin === 'array') return say('fault-empty', { field });
  const lowest = String(issue.minimum);
  return issue.inclusive === false
    ? say('fault-above', { field, lowest })
    : say('fault-least', { field, lowest });
}

function tooBig(issue: z.core.$ZodIssueTooBig, field: string): string {
  const most = String(issue.maximum);
  if (issue.origin === 'string') return say('fault-long', { field, most });
  return issue.origin === 'array'
    ? say('fault-many', { field, most })
    : say('fault-most', { field, most });
}

/** What a schema of a profile's options checks by itself: see `http-profile.ts`. */
function ownFault(params: Readonly<Record<string, unknown>>, field: string): string {
  const { fault, placeholder, choices } = params;
  if (fault === 'header') return say('fault-header', { field });
  return fault === 'placeholder'
    ? say('fault-placeholder', {
        field,
        placeholder: String(placeholder),
        choices: String(choices),
      })
    : say('fault-other', { field });
}
