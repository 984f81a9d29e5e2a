import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { openCore } from '#tests/support/test-core.ts';

/** A core that fetches from its first relay, as a process of its own: `fetcher-process.ts FOLDER RELAY_KEY`. */
const [dataFolder = '', key = ''] = process.argv.slice(2);
const secrets = memorySecrets();
await secrets.set('relay-1', { key });
const core = await openCore({ dataFolder, secrets });
await core.startEngine();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
