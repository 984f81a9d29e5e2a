import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** The clock moves on while somebody reads. */
const EVERY_MS = 30_000;

/**
 * How the sending of a campaign that is not saved yet will go, among everything that is running and
 * scheduled: when it begins and ends, and whether the credit lasts.
 */
export function useCourse(
  preview: Preview,
  input: DraftInput,
): { runway: GatewayRunway; course: GatewayRunway['courses'][number] | undefined } | undefined {
  const spread =
    input.spreadMinutes === null || input.spreadMinutes === undefined
      ? null
      : preview.recipients / (input.spreadMinutes * 60);
  const draft = {
    gatewayId: input.gatewayId,
    groups: preview.countries.map(({ recipients, parts, credits, zones }) => ({
      messages: recipients,
      parts,
      credits,
      zones,
    })),
    window: input.window,
    startsAt: input.scheduledAt,
    rate: lowest(input.rate, spread),
    urgent: input.priority === 'urgent',
  };
  const { data } = useQuery(
    orpc.balances.runway.queryOptions({
      input: { draft },
      refetchInterval: EVERY_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const runway = data?.find(({ gatewayId }) => gatewayId === input.gatewayId);
  if (!runway) return undefined;
  return { runway, course: runway.courses.find(({ campaignId }) => campaignId === null) };
}

function lowest(a: number | null, b: number | null): number | null {
  const known = [a, b].filter((rate) => rate !== null && rate > 0);
  return known.length === 0 ? null : Math.min(...known.map(Number));
}
