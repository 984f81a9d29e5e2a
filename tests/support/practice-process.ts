import { createPracticeServer } from '#core/gateways/practice/server.ts';
import { parsePracticeScript } from '#core/gateways/practice/script.ts';

/** A practice gateway as a process of its own: `practice-process.ts RECORD SCRIPT_JSON`. */
const [record, script] = process.argv.slice(2);
const server = await createPracticeServer({
  ...(record ? { record } : {}),
  script: parsePracticeScript(script ?? '{}', 'argument'),
});
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
// Ends with the process that started it, however that ends.
process.stdin.resume().on('end', () => process.exit(0));
