import { request } from 'undici';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** Calls decisions on texts in, as SMS123's "SMS Template Status" callback does. */
export type TemplateDecisions = {
  schedule(template: { messageContent: string; referenceId: string }): void;
  close(): void;
};

const DELAY_MS = 500;

/** See TemplateDecisions. Approves every text but one that says "reject"; without an address it is silent. */
export function createTemplateDecisions(
  { templateCallback, reportDelayMs = DELAY_MS }: PracticeScript,
  address: () => string | null = () => templateCallback ?? null,
): TemplateDecisions {
  const timers = new Set<NodeJS.Timeout>();
  return {
    schedule(template) {
      const isRejected = /reject/i.test(template.messageContent);
      const decision = {
        action: 'templateStatusCallback',
        actionCode: isRejected ? 'E00102' : 'E00101',
        status: isRejected ? 'Rejected' : 'Approved',
        ...template,
      };
      const timer = setTimeout(() => {
        timers.delete(timer);
        const url = address();
        if (url !== null) void tell(url, JSON.stringify(decision));
      }, reportDelayMs);
      timers.add(timer);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Once; how often the real one tries is not documented. */
async function tell(url: string, body: string): Promise<void> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await answer.body.dump();
  } catch {
    // Nobody listens there: the decision is in the portal only.
  }
}
