import { onTestFinished } from 'vitest';
import { runMain, type RunningMain } from './run-main.ts';

type Options = Parameters<typeof runMain>[0];

/** A main process that ends with the test; of two on one data folder the first ends last. */
export function startMain(options: Options = {}): RunningMain {
  const main = runMain(options);
  onTestFinished(() => main.end());
  return main;
}

/** The same, once its window has a port and the core behind it answers. */
export async function startReady(options: Options = {}): Promise<RunningMain> {
  const main = startMain(options);
  await untilWindow(main);
  await main.call({ path: ['settings', 'get'] });
  return main;
}

/** Waits until the first window was handed its port. */
export async function untilWindow(main: RunningMain): Promise<void> {
  await main.until(
    () => main.state(),
    ({ windows }) => (windows[0]?.posted.length ?? 0) > 0,
  );
}

/** A campaign to the practice gateway: due tomorrow, or slowly sent from now on (`rate` a second). Answers its id. */
export async function startCampaign(
  main: RunningMain,
  { contacts, ...plan }: { contacts: number; scheduledAt?: number; rate?: number },
): Promise<number> {
  const list = Object(await main.call({ path: ['lists', 'create'], input: { name: 'Demo' } }));
  for (let index = 0; index < contacts; index += 1) {
    await main.call({
      path: ['contacts', 'create'],
      input: { phone: `6012345${6000 + index}`, name: 'Siti', listIds: [list.id] },
    });
  }
  const gateway = Object(
    await main.call({
      path: ['gateways', 'add'],
      input: { name: 'Practice', driver: 'practice' },
    }),
  );
  const campaign = Object(
    await main.call({
      path: ['campaigns', 'create'],
      input: {
        name: 'Raya',
        listIds: [list.id],
        text: 'Salam',
        gatewayId: gateway.id,
        ...plan,
      },
    }),
  );
  await main.call({
    path: ['campaigns', 'start'],
    input: { id: campaign.id, allowWarnings: true },
  });
  await main.until(
    () => main.state(),
    ({ tray }) => tray !== null,
  );
  return campaign.id;
}
