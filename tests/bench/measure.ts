/** What a stretch of work took. CPU is this process's own. */
export type Measured = { seconds: number; cpuSeconds: number };

/** Runs work and measures it. */
export async function measure(work: () => Promise<void> | void): Promise<Measured> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - from) / 1_000, cpuSeconds: (user + system) / 1e6 };
}

/** Hands a case's figures to the bench that started it, and ends. */
export function report(figures: Record<string, number | string>): never {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exit(0);
}

/** Figures of a loop over `n` things. */
export function perThing(n: number, { seconds, cpuSeconds }: Measured) {
  return { perSecond: n / seconds, cpuUs: (cpuSeconds * 1e6) / n };
}

/** Highest resident size of this process so far, MB. */
export function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
