import type { CreditPackage } from '#shared/credits/packages.ts';
import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** The price list, smallest amount first. */
export function listPackages(db: Db): CreditPackage[] {
  return statement<CreditPackage>(
    db,
    'SELECT amount_sen AS amountSen, credits FROM credit_packages ORDER BY amount_sen',
  ).all();
}

/** Replaces the price list. */
export function replacePackages(db: Db, packages: readonly CreditPackage[]): void {
  transaction(db, () => {
    statement(db, 'DELETE FROM credit_packages').run();
    const insert = statement(db, 'INSERT INTO credit_packages (amount_sen, credits) VALUES (?, ?)');
    for (const { amountSen, credits } of packages) insert.run(amountSen, credits);
  });
}
