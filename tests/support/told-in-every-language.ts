import { vi } from 'vitest';
import type { ErrorMapper } from '#core/rpc/errors.ts';
import { SiarError } from '#shared/contract/errors.ts';
import ms from '../../renderer/src/i18n/ms/failures.json';
import zh from '../../renderer/src/i18n/zh/failures.json';

/**
 * Every failure that passes to a caller in a test must have in its details what its sentences in the other
 * languages fill in; renderer/src/i18n/failures.test.ts holds that there are sentences at all.
 */
vi.mock(import('#core/rpc/errors.ts'), async (original) => {
  const errors = await original();
  return {
    ...errors,
    createErrorMapper: (logger) => {
      const map = errors.createErrorMapper(logger);
      const checked: ErrorMapper = async (options) => {
        let untold: Error | undefined;
        const next = () =>
          options.next().catch((error: unknown) => {
            if (error instanceof SiarError) untold = findUntold(error);
            throw error;
          });
        return map({ next }).catch((error: unknown) => {
          throw untold ?? error;
        });
      };
      return checked;
    },
  };
});

function findUntold({ code, details = {} }: SiarError): Error | undefined {
  for (const sentences of [ms, zh]) {
    const texts = new Map(Object.entries(sentences));
    const text = texts.get(`${code}_${String(details['case'])}`) ?? texts.get(code) ?? '';
    const lacking = [...text.matchAll(/\{\{\s*(\w+)/g)]
      .map(([, gap = '']) => gap)
      .filter((gap) => details[gap] === undefined || details[gap] === null);
    if (lacking.length === 0) continue;
    return new Error(
      `The failure ${code} cannot be told: no ${lacking.join(', ')} in its details.`,
    );
  }
  return undefined;
}
