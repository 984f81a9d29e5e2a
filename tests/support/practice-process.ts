import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createPracticeServer } from '#core/gateways/practice/server.ts';
import { parsePracticeScript } from '#core/gateways/practice/script.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';
import { createSmppPracticeServer } from '#core/gateways/smpp/practice/server.ts';

/** A practice gateway as a process of its own: `practice-process.ts RECORD SCRIPT_JSON [esms|sms123|smpp]`. */
const [record, script, speaks] = process.argv.slice(2);
const options = {
  ...(record ? { record } : {}),
  script: parsePracticeScript(script ?? '{}', 'argument'),
};
const server = await start();
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
// Ends with the process that started it, however that ends, and says how long it ever stood still.
process.stdin.resume().on('end', () => {
  process.stdout.write(`${JSON.stringify({ stalledMs: delay.max / 1e6 })}\n`);
  process.exit(0);
});

function start(): Promise<{ url: string }> {
  if (speaks === 'sms123') return createSms123Practice(options);
  return speaks === 'smpp' ? createSmppPracticeServer(options) : createPracticeServer(options);
}
