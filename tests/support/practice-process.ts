import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createPracticeServer } from '#core/gateways/practice/server.ts';
import { parsePracticeScript } from '#core/gateways/practice/script.ts';

/** A practice gateway as a process of its own: `practice-process.ts RECORD SCRIPT_JSON`. */
const [record, script] = process.argv.slice(2);
const server = await createPracticeServer({
  ...(record ? { record } : {}),
  script: parsePracticeScript(script ?? '{}', 'argument'),
});
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
// Ends with the process that started it, however that ends, and says how long it ever stood still.
process.stdin.resume().on('end', () => {
  process.stdout.write(`${JSON.stringify({ stalledMs: delay.max / 1e6 })}\n`);
  process.exit(0);
});
