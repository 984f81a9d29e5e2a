import { implement } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { CallContext } from '#core/ports.ts';

/** The contract with the call's context: features implement their part as `api.<feature>.<verb>.handler(…)`. */
export const api = implement(contract).$context<CallContext>();
