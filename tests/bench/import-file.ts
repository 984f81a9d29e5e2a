import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { measure, peakMb, perThing, report } from '#tests/bench/measure.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

/** A spreadsheet into an empty folder. `import-file.ts ROWS`. */
const rows = Number(process.argv[2]);
const dataFolder = await makeFolder();
const file = join(dataFolder, 'people.csv');
const out = createWriteStream(file);
out.write('Name,Phone,City,Balance,Note\n');
for (let i = 1; i <= rows; i += 1) {
  const phone = `012-${String(i)
    .padStart(7, '0')
    .replace(/^(...)/, '$1 ')}`;
  out.write(`Nur Aisyah binti Ahmad ${i},${phone},Kuala Lumpur,${i % 900}.50,"Ahli, sejak 2019"\n`);
}
out.end();
await once(out, 'finish');
const core = await openCore({ dataFolder });
const { client } = core;
try {
  let result: unknown;
  const took = await measure(async () => {
    const { fileId } = await client.files.adopt({ path: file });
    const { jobId } = await client.imports.start({ fileId, listName: 'Bench' });
    for await (const job of await client.jobs.watch({ jobId })) {
      if (job.error) throw new Error(job.error.message);
      result = job.result;
    }
  });
  await core.stop();
  await removeFolder(dataFolder);
  report({
    ...perThing(rows, took),
    peakMb: peakMb(),
    result: JSON.stringify(result).slice(0, 60),
  });
} catch (error) {
  report({ failed: error instanceof Error ? error.message : String(error) });
}
