/**
 * Messages of one gateway that may be claimed and not yet recorded, at `rate` messages a second: as
 * many a crash can make uncertain. A second's worth, 50 at the most; of a gateway that takes more
 * than 5,000 a second 10 ms' worth, 150 at the most: 50 would leave it idle while a batch is written down.
 */
export function maxInFlight(rate: number): number {
  return Math.max(
    1,
    Math.min(Math.ceil(rate), Math.max(50, Math.min(150, Math.floor(rate / 100)))),
  );
}

type Counted = { readonly campaignId: number };

/** Messages between their commit and the record of what became of them, by campaign. */
export class InFlight {
  private readonly counts = new Map<number, number>();

  depart(messages: readonly Counted[]): void {
    this.add(messages, 1);
  }

  land(messages: readonly Counted[]): void {
    this.add(messages, -1);
  }

  /** Of one campaign or of all. */
  count(campaignId?: number): number {
    if (campaignId !== undefined) return this.counts.get(campaignId) ?? 0;
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  private add(messages: readonly Counted[], by: 1 | -1): void {
    for (const { campaignId } of messages) {
      const count = this.count(campaignId) + by;
      if (count === 0) this.counts.delete(campaignId);
      else this.counts.set(campaignId, count);
    }
  }
}
