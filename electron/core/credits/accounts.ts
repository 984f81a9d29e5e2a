import type { GatewayAccounts, UserAccount } from '#shared/contract/credits.ts';
import type { AccountKind } from '#shared/credits/ledger.ts';
import { listAccounts, listBooks, listPayers, listUse } from '#core/credits/account-queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import type { Db } from '#core/store/db.ts';

/** Every gateway's accounts. `only`: just this payer's credits (null: the house's); absent: everything. */
export function readAccounts(db: Db, only?: { userId: number | null }): GatewayAccounts[] {
  const accounts = listAccounts(db);
  const use = listUse(db);
  const payers = listPayers(db);
  return listBooks(db).map((book) => {
    const { gatewayId, gatewayName, driver, openedAt, balance, balanceAt } = book;
    const own = accounts.filter((account) => account.gatewayId === gatewayId);
    const of = (kind: AccountKind, userId: number | null = null) =>
      own.find((account) => account.kind === kind && account.userId === userId)?.balance ?? 0;
    const toUser = (userId: number | null, userName: string | null): UserAccount => {
      const mine = use.find((row) => row.gatewayId === gatewayId && row.userId === userId);
      return {
        userId,
        userName,
        balance: of('user', userId),
        reserved: mine?.reserved ?? 0,
        spent: mine?.spent ?? 0,
      };
    };
    const everybody = [
      toUser(null, null),
      ...payers
        .map((payer) => ({ payer, account: toUser(payer.id, payer.name) }))
        // Whoever is gone shows only while something is left.
        .filter(
          ({ payer, account }) =>
            payer.isActive === 1 || account.balance !== 0 || account.reserved !== 0,
        )
        .map(({ account }) => account),
    ];
    return {
      gatewayId,
      gatewayName,
      practice: GATEWAY_KINDS[driver].practice,
      openedAt,
      reported:
        balance === null || balanceAt === null ? null : { credits: balance, asOf: balanceAt },
      accounts: only
        ? null
        : {
            purchases: of('purchases'),
            reserved: of('reserved'),
            spent: of('spent'),
            adjustments: of('adjustments'),
          },
      users: only ? everybody.filter(({ userId }) => userId === only.userId) : everybody,
    };
  });
}
