import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { makeFolder, messagesOf, removeFolder, untilOver } from '#tests/support/test-core.ts';

const DATABASES = join(import.meta.dirname, '..', 'fixtures', 'databases');

/** A data folder as an earlier Siar left it: `tests/fixtures/databases/README.md`. */
async function aFolderFrom(name: string): Promise<string> {
  const folder = await makeFolder();
  for (const file of ['siar.db', 'siar.db-wal']) {
    const packed = readFileSync(join(DATABASES, `${name}.${file}.gz`));
    writeFileSync(join(folder, file), gunzipSync(packed));
  }
  return folder;
}

it('a database of an earlier Siar that was cut off while sending is taken over with every message and credit', async () => {
  const stateFolder = await makeFolder();
  onTestFinished(() => removeFolder(stateFolder));
  const practice = await startPractice({ reports: false });
  const core = await startCore({
    dataFolder: await aFolderFrom('0180-cut-off'),
    stateFolder,
  });
  const { client } = core;
  const [finished, half, draft] = await Promise.all(
    [1, 2, 3].map((id) => client.campaigns.get({ id })),
  );
  expect(finished).toMatchObject({ name: 'Sudah', counts: { delivered: 19, excluded: 1 } });
  // What was on its way is in doubt, the rest is still to be sent, and nothing left.
  expect(half).toMatchObject({
    name: 'Separuh',
    counts: { frozen: 20, uncertain: 4, queued: 15, excluded: 1, sending: 0 },
    credits: { reserved: 15 },
  });
  expect(draft).toMatchObject({ name: 'Draf', state: 'draft', leaveOutDead: true });

  // It was written on another computer.
  expect(await client.host.guard()).toMatchObject({ locked: true });
  await client.host.reconcile({ confirm: true });
  const office = (await client.gateways.all()).find(({ name }) => name === 'Office');
  await client.gateways.update({
    id: office!.id,
    url: practice.url,
    secrets: { apiKey: 'practice', apiSecret: 'practice' },
  });
  const doubtful = (await messagesOf(core, 2)).filter(({ state }) => state === 'uncertain');
  await client.campaigns.resume({ id: 2 });
  const over = await untilOver(core, 2);
  expect(over.counts).toMatchObject({ accepted: 15, uncertain: 4, excluded: 1 });
  const taken = practice.taken.map(({ to }) => to);
  expect(new Set(taken).size).toBe(15);
  expect(taken).toHaveLength(15);
  for (const { msisdn } of doubtful) expect(taken).not.toContain(msisdn);

  // The tables that came since are of use: a share can be moved, a draft sent.
  await client.campaigns.start({ id: 3, allowWarnings: true });
  expect((await untilOver(core, 3)).counts).toMatchObject({ frozen: 20, excluded: 1 });
});
