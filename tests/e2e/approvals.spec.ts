import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { runCommand, startRunning } from '#tests/e2e/support/processes.ts';
import { join } from 'node:path';

test('a template is handed in for approval, and its state is in the table and in the panel', async ({
  page,
  siar,
}) => {
  const practice = await startRunning(['practice', 'sms123']);
  const added = await runCommand(
    ['--data', join(siar.folder, 'data'), 'gateway', 'add', 'SMS123'].concat([
      '--driver',
      'sms123',
      '--url',
      practice.url,
      '--secrets-stdin',
    ]),
    JSON.stringify({ apiKey: 'k', email: 'a@example.com' }),
  );
  expect(added.code).toBe(0);
  await siar.cli('template', 'add', 'Reminder', '--text', 'Dear {{ name }}, see you on Friday.');
  const shell = new Shell(page);
  await shell.open('/templates');
  await expect(page.getByRole('columnheader', { name: 'Approval' })).toHaveCount(0);
  const row = page.getByRole('row').filter({ hasText: 'Reminder' });
  await row.click();
  const approval = shell.panel.getByRole('group', { name: 'Approval' });
  await expect(approval).toContainText('Not handed in');
  await approval.getByRole('button', { name: 'Hand in' }).click();
  await expect(approval).toContainText('Waiting');
  await expect(row).toContainText('Waiting');
  await approval.getByRole('button', { name: 'It is approved' }).click();
  await expect(approval).toContainText('Approved');
  await expect(row).toContainText('Approved');
  expect(await siar.cli('template', 'list')).toMatchObject([
    { name: 'Reminder', approvals: [{ state: 'approved', gatewayName: 'SMS123', current: true }] },
  ]);
  expect(
    await siar.cli('template', 'approve', 'Reminder', '--gateway', 'SMS123', '--rejected'),
  ).toMatchObject({ state: 'rejected' });
  await expect(approval).toContainText('Rejected');
  await practice.stop();
});
