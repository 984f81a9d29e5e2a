import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';
import { readSms123Callback } from '#core/gateways/sms123/templates.ts';
import { freePort } from '#tests/support/free-port.ts';
import { reply, scriptedServer } from '#tests/support/scripted-server.ts';
import { aCampaign, makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const TEXT = 'Dear {{ name }}, see you on Friday.';
const SECRETS = { apiKey: 'hush-key', email: 'hush@example.com' };

let folder = '';
let core: Core;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: folder });
});
afterEach(async () => {
  await core.stop();
  for (const clean of cleanups.splice(0).toReversed()) await clean();
  await removeFolder(folder);
});

const add = (url: string, more: { dlrListen?: string } = {}, secrets: object = SECRETS) =>
  core.client.gateways.add({
    name: 'SMS123',
    driver: 'sms123',
    url,
    secrets: { ...secrets },
    ...more,
  });
const aTemplate = (text = TEXT, name = 'Reminder') =>
  core.client.templates.create({ name, text, category: '' });
const stateOf = async () => (await core.client.approvals.all())[0];

async function until(state: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await stateOf())?.state === state) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never ${state}: ${JSON.stringify(await stateOf())}`);
}

/** A gateway whose practice server calls its decisions in to it. */
async function practising(): Promise<number> {
  await core.startEngine();
  const listen = `127.0.0.1:${await freePort()}`;
  // The address is known once the gateway is there, and the gateway once its server is: so in two steps.
  const { id } = await add('http://127.0.0.1:9', { dlrListen: listen });
  const { url: templateCallback } = await core.client.relays.callback({ gatewayId: id });
  const practice = await createSms123Practice({
    script: { reportDelayMs: 0, templateCallback: templateCallback ?? '' },
  });
  cleanups.push(() => practice.close());
  await core.client.gateways.update({ id, url: practice.url });
  return id;
}

describe('a template that is handed in', () => {
  it('is pending, then approved as the gateway calls in', async () => {
    const gatewayId = await practising();
    const { id: templateId } = await aTemplate();
    const handed = await core.client.approvals.submit({ templateId, gatewayId });
    expect(handed).toMatchObject({ state: expect.stringMatching(/pending|approved/) });
    await until('approved');
    expect(await stateOf()).toMatchObject({ word: 'Approved', code: 'E00101', current: true });
    await core.client.templates.update({ id: templateId, name: 'Reminder', text: `${TEXT}!` });
    expect(await stateOf()).toMatchObject({ state: 'approved', current: false });
  });

  it('is rejected where the gateway says so', async () => {
    const gatewayId = await practising();
    const { id: templateId } = await aTemplate('Please reject this.');
    await core.client.approvals.submit({ templateId, gatewayId });
    await until('rejected');
    expect(await stateOf()).toMatchObject({ word: 'Rejected', code: 'E00102' });
  });

  it.each<[string, string, string]>([
    ['error', 'E00359', 'refused'],
    ['ok', 'E00001', 'pending'],
    ['ok', 'E09999', 'pending'],
  ])('answered %s %s is %s', async (status, msgCode, state) => {
    const server = await scriptedServer(
      (socket) => void socket.write(reply('200 OK', JSON.stringify({ status, msgCode }))),
    );
    cleanups.push(() => server.close());
    const { id: gatewayId } = await add(server.url);
    const { id: templateId } = await aTemplate();
    const handed = await core.client.approvals.submit({ templateId, gatewayId });
    expect(handed).toMatchObject({ state, code: msgCode });
    expect(server.received).toHaveLength(1);
    const sent = server.received[0] ?? '';
    expect(sent).toMatch(/^POST \/api\/smsAddTemplate\.php HTTP/);
    expect(sent).toContain('apiKey=hush-key&email=hush%40example.com&templateTitle=Reminder');
    expect(sent).toContain(`messageContent=${encodeURIComponent(TEXT)}`);
    expect(sent).toContain(`referenceId=${handed.reference}`);
    expect(JSON.stringify(handed)).not.toContain('hush');
  });

  it('is uncertain without a clear reply, and not handed in again by itself', async () => {
    const server = await scriptedServer((socket) => void socket.end('HTTP/1.1 200'));
    cleanups.push(() => server.close());
    const { id: gatewayId } = await add(server.url);
    const { id: templateId } = await aTemplate();
    const handed = await core.client.approvals.submit({ templateId, gatewayId });
    expect(handed).toMatchObject({ state: 'uncertain' });
    expect(server.received).toHaveLength(1);
  });

  it('is not handed in without the e-mail address, or to a gateway that approves nothing', async () => {
    const server = await scriptedServer(() => {});
    cleanups.push(() => server.close());
    const { id: gatewayId } = await add(server.url, {}, { apiKey: 'k' });
    const { id: templateId } = await aTemplate();
    const handed = await core.client.approvals.submit({ templateId, gatewayId });
    expect(handed).toMatchObject({ state: 'refused', code: 'email-missing' });
    expect(server.received).toHaveLength(0);
    const practice = await core.client.gateways.add({ name: 'P', driver: 'practice' });
    await expect(
      core.client.approvals.submit({ templateId, gatewayId: practice.id }),
    ).rejects.toMatchObject({ data: { code: 'no-approvals' } });
  });

  it('goes by what a person read in the portal where the gateway cannot call', async () => {
    const server = await scriptedServer(
      (socket) => void socket.write(reply('200 OK', '{"status":"ok","msgCode":"E00001"}')),
    );
    cleanups.push(() => server.close());
    const { id: gatewayId } = await add(server.url);
    const { id: templateId } = await aTemplate();
    const { id: approvalId } = await core.client.approvals.submit({ templateId, gatewayId });
    await core.client.approvals.decide({ approvalId, state: 'approved' });
    expect(await stateOf()).toMatchObject({ state: 'approved', word: null });
    await core.client.templates.remove({ id: templateId });
    expect(await stateOf()).toBeUndefined();
  });
});

describe('the review', () => {
  it('warns of a text that is not approved, only where the profile wants that', async () => {
    const gatewayId = await practising();
    const { id } = await aCampaign(core, { gatewayId, to: 3, text: TEXT });
    const codes = async () =>
      (await core.client.campaigns.preview({ id })).warnings.map(({ code }) => code);
    expect(await codes()).not.toContain('text-not-approved');
    const { profile } = await core.client.gateways.get({ id: gatewayId });
    await core.client.gateways.saveProfile({
      id: gatewayId,
      profile: { ...profile, approvedTextsOnly: true } as never,
    });
    expect(await codes()).toContain('text-not-approved');
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject({
      data: { code: 'warnings' },
    });
    const { id: templateId } = await aTemplate(`${TEXT}\r\n`);
    await core.client.approvals.submit({ templateId, gatewayId });
    await until('approved');
    expect(await codes()).not.toContain('text-not-approved');
  });
});

describe('the callback of SMS123', () => {
  const read = (body: string, contentType = 'application/json', query = '') =>
    readSms123Callback({
      method: 'POST',
      rest: '',
      query: new URLSearchParams(query),
      contentType,
      body,
    });

  it('is read as the page prints it, with stray spaces in its keys, as a form and as a query', () => {
    const printed = {
      'action ': 'templateStatusCallback',
      ' actionCode': 'E00101',
      status: 'Approved',
      messageContent: 'Hi',
      referenceId: '567890',
    };
    const answer = { reference: '567890', state: 'approved', word: 'Approved', code: 'E00101' };
    expect(read(JSON.stringify(printed))).toEqual({ kind: 'template', answer });
    const form =
      'action=templateStatusCallback&actionCode=E00101&status=Approved&referenceId=567890';
    expect(read(form, 'application/x-www-form-urlencoded')).toEqual({ kind: 'template', answer });
    expect(read('', '', form)).toEqual({ kind: 'template', answer });
  });

  it('leaves a text pending on a word nobody knows, and turns away what is none', () => {
    const other = {
      action: 'templateStatusCallback',
      actionCode: 'E00103',
      status: 'Hold',
      referenceId: '1',
    };
    expect(read(JSON.stringify(other))).toMatchObject({ answer: { state: 'pending' } });
    for (const body of [
      '',
      '{}',
      'null',
      '{"action":"x"}',
      '{"action":"templateStatusCallback"}',
    ]) {
      expect(read(body)).toMatchObject({ kind: 'refused' });
    }
  });
});
