import { forecastSending, type Course } from '#shared/credits/runway.ts';
import { readPlan } from '#core/credits/balance/runway.ts';
import { listGateways } from '#core/gateways/queries.ts';
import type { Clock } from '#core/ports.ts';
import type { LiveView } from '#core/sending/engine-port.ts';
import type { Db } from '#core/store/db.ts';

/** When everything that is being sent will be over: the same forecast that the credits are judged by. */
export type Outlook = {
  /** The courses of a campaign at its gateways, as foreseen a moment ago; empty: it has nothing to send. */
  coursesOf(campaignId: number): readonly Course[];
};

/** A forecast is good for a second, and for so many times as long as it took to make. */
const GOOD_FOR_MS = 1_000;
const REST_FACTOR = 20;
/** One that was started since is not in it yet, and is looked for again after this. */
const NEW_AFTER_MS = 250;

/** See Outlook. Asked for by every page and command that looks, so it is made once for all of them. */
export function createOutlook(db: Db, clock: Clock, view: () => Pick<LiveView, 'use'>): Outlook {
  let known: { courses: readonly Course[]; madeAt: number; goodUntil: number } | null = null;
  const make = () => {
    const began = performance.now();
    const { plan } = readPlan(db, listGateways(db), clock.now(), view());
    const { courses } = forecastSending(plan);
    const restMs = Math.max(GOOD_FOR_MS, REST_FACTOR * (performance.now() - began));
    const madeAt = clock.monotonic();
    known = { courses, madeAt, goodUntil: madeAt + restMs };
    return known;
  };
  return {
    coursesOf(campaignId) {
      const now = clock.monotonic();
      const ofIt = ({ courses }: { courses: readonly Course[] }) =>
        courses.filter((one) => one.campaignId === campaignId);
      if (known === null || now >= known.goodUntil) return ofIt(make());
      const found = ofIt(known);
      return found.length > 0 || now < known.madeAt + NEW_AFTER_MS ? found : ofIt(make());
    },
  };
}
