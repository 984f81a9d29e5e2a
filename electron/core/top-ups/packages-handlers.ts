import { checkPackages, type CreditPackage } from '#shared/credits/packages.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import { listPackages, replacePackages } from '#core/top-ups/packages-queries.ts';
import { readPackages } from '#core/top-ups/read-packages.ts';

type PackagesDeps = Pick<CoreDeps, 'db' | 'bus' | 'files'>;

/** The price list for credits. */
export function createPackagesHandlers(deps: PackagesDeps) {
  const { db, files } = deps;
  return api.packages.router({
    all: api.packages.all.handler(() => listPackages(db)),
    set: api.packages.set.handler(({ input }) => replace(deps, input.packages)),
    import: api.packages.import.handler(async ({ input }) =>
      replace(deps, await readPackages(files.get(input.fileId))),
    ),
  });
}

function replace({ db, bus }: PackagesDeps, packages: readonly CreditPackage[]): CreditPackage[] {
  replacePackages(db, checkPackages(packages));
  bus.publish({ type: 'top-ups.changed' });
  return listPackages(db);
}
