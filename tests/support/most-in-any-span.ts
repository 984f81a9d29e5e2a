/** Something that left at a moment (ms); `amount` of it. */
export type Left = { at: number; amount: number };

/** The most that left in any stretch of `spanMs`, its start included and its end not. In any order. */
export function mostInAnySpan(left: readonly Left[], spanMs: number): number {
  const inOrder = left.toSorted((a, b) => a.at - b.at);
  let most = 0;
  let sum = 0;
  let from = 0;
  for (const { at, amount } of inOrder) {
    sum += amount;
    while (at - inOrder[from]!.at >= spanMs) sum -= inOrder[from++]!.amount;
    most = Math.max(most, sum);
  }
  return most;
}
