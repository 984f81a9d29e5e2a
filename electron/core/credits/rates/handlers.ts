import { invalid } from '#shared/contract/errors.ts';
import type { GatewayRates, RateLine } from '#shared/contract/rates.ts';
import { OTHER_COUNTRIES, type RateTable } from '#shared/credits/rates.ts';
import { readRate } from '#shared/credits/read-rate.ts';
import { zonesOfCountry } from '#shared/schedule/window.ts';
import { createWorkbookReader } from '#core/contacts/import/workbook-reader.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { startRatesExport } from '#core/credits/rates/export-rates.ts';
import { importRates } from '#core/credits/rates/import-rates.ts';
import {
  deleteRate,
  getRate,
  listRates,
  putRate,
  type StoredRate,
} from '#core/credits/rates/queries.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { api } from '#core/rpc/implement.ts';
import { systemZone } from '#core/sending/windows.ts';

type RatesDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'jobs' | 'files'>;

/** What one part costs on each gateway, by country and number prefix. */
export function createRatesHandlers(deps: RatesDeps) {
  const { db, clock, bus } = deps;
  const reader = createWorkbookReader(deps.files);
  const changed = () => bus.publish({ type: 'gateways.changed' });
  return api.rates.router({
    get: api.rates.get.handler(({ input }) => readGatewayRates(db, requireGateway(db, input.id))),
    set: api.rates.set.handler(({ input }) => {
      const gateway = requireGateway(db, input.gatewayId);
      const read = readRate(input);
      if (!read.ok) {
        const { code, message, field } = read.problem;
        throw invalid(code, `${message} Nothing was changed.`, {
          field,
          country: input.country,
          prefix: input.prefix,
        });
      }
      putRate(db, gateway.id, read.row, clock.now());
      changed();
      const line = getRate(db, { gatewayId: gateway.id, ...read.row });
      if (!line) throw new Error('a rate that was stored is not there');
      return toLine(line, readRateTable(db, gateway.id, gateway.profile));
    }),
    remove: api.rates.remove.handler(({ input }) => {
      const { id, name } = requireGateway(db, input.gatewayId);
      const key = {
        gatewayId: id,
        country: input.country.toUpperCase(),
        prefix: input.prefix.replace(/\D/g, ''),
      };
      if (!deleteRate(db, key)) {
        throw invalid(
          'no-such-rate',
          `Gateway ${name} has no rate for ${key.country}${key.prefix === '' ? '' : ` ${key.prefix}`}. Nothing was changed.`,
          { ...key, name, country: key.country, prefix: key.prefix },
        );
      }
      changed();
      return { ok: true as const };
    }),
    import: api.rates.import.handler(async ({ input }) => {
      requireGateway(db, input.gatewayId);
      const result = await importRates(deps, reader, input);
      if (!input.dryRun) changed();
      return result;
    }),
    export: api.rates.export.handler(({ input, context }) =>
      startRatesExport(deps, requireGateway(db, input.gatewayId), input, context),
    ),
  });
}

/** A gateway's rate table as people see it. */
function readGatewayRates(db: CoreDeps['db'], gateway: StoredGateway): GatewayRates {
  const table = readRateTable(db, gateway.id, gateway.profile);
  return {
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    practice: GATEWAY_KINDS[gateway.driver].practice,
    defaultRate: gateway.profile.creditsPerPart,
    rates: listRates(db, gateway.id).map((line) => toLine(line, table)),
  };
}

function toLine(line: StoredRate, table: RateTable): RateLine {
  const { country, prefix, hundredths, confirmed, updatedAt } = line;
  return {
    country,
    prefix,
    rate: hundredths === null ? null : hundredths / 100,
    effective: table.rateOf(country, prefix).hundredths / 100,
    confirmed,
    zones: country === OTHER_COUNTRIES ? [] : zonesOfCountry(country, systemZone),
    updatedAt,
  };
}
