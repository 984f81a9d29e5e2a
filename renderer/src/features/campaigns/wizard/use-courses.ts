import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** The clock moves on while somebody reads. */
const EVERY_MS = 30_000;

type Outlook = { runway: GatewayRunway; course: GatewayRunway['courses'][number] | undefined };

/**
 * How the sending of a campaign that is not saved yet will go by each of its gateways, among everything
 * that is running and scheduled: when it begins and ends, and whether the credit lasts.
 */
export function useCourses(preview: Preview, input: DraftInput): Outlook[] {
  const spread =
    input.spreadMinutes === null || input.spreadMinutes === undefined
      ? null
      : preview.recipients / (input.spreadMinutes * 60);
  return useQueries({
    queries: preview.gateways.map(({ gatewayId }) =>
      orpc.balances.runway.queryOptions({
        input: {
          draft: {
            gatewayId,
            groups: preview.countries
              .filter((line) => line.gatewayId === gatewayId)
              .map(({ recipients, parts, credits, zones }) => ({
                messages: recipients,
                parts,
                credits,
                zones,
              })),
            window: input.window,
            startsAt: input.scheduledAt,
            rate: lowest(input.rate, spread),
            urgent: input.priority === 'urgent',
          },
        },
        refetchInterval: EVERY_MS,
        placeholderData: keepPreviousData,
      }),
    ),
    combine: (results) =>
      results.flatMap(({ data }, index) => {
        const id = preview.gateways[index]?.gatewayId;
        const runway = data?.find(({ gatewayId }) => gatewayId === id);
        if (!runway) return [];
        return [{ runway, course: runway.courses.find(({ campaignId }) => campaignId === null) }];
      }),
  });
}

function lowest(a: number | null, b: number | null): number | null {
  const known = [a, b].filter((rate) => rate !== null && rate > 0);
  return known.length === 0 ? null : Math.min(...known.map(Number));
}
