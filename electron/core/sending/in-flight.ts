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
