import { expect, it } from 'vitest';
import { words } from '#renderer/i18n/words-en.ts';
import { isRecorded, type ProcedureMeta } from '#shared/contract/base.ts';
import { contract } from '#shared/contract/contract.ts';

type Procedure = { '~orpc': { meta: ProcedureMeta } };

it('has a word for every act that the audit log writes down', () => {
  const features: [string, Record<string, Procedure>][] = Object.entries(contract);
  const acts = new Map(Object.entries(words['acts'] ?? {}));
  const missing = features.flatMap(([feature, procedures]) => {
    const known = new Set(Object.keys(acts.get(feature) ?? {}));
    return Object.entries(procedures)
      .filter(([name, one]) => isRecorded(one['~orpc'].meta) && !known.has(name))
      .map(([name]) => `${feature}.${name}`);
  });
  expect(missing).toEqual([]);
});
