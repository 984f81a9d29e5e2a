import type { Command } from 'commander';
import type { ProbeReading, ShownExchange } from '#shared/contract/probes.ts';
import { invalid } from '#shared/contract/errors.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { readProfile } from '#headless/cli/gateway-profile.ts';
import { findGateway } from '#headless/cli/names.ts';
import { number } from '#headless/cli/output.ts';
import { readTextFile } from '#headless/cli/read-input.ts';

type TestOptions = { show?: true; to?: string; text?: string };
type PreviewOptions = {
  file?: string;
  to: string;
  text: string;
  reply?: string;
  status: number;
};

/** `siar gateway test` and `siar gateway preview`. */
export function addGatewayTest(gateway: Command, cli: Cli): void {
  gateway
    .command('test')
    .description('reach the gateway and check the credentials; sends no message without --to')
    .argument('<name>', 'name or id')
    .option('--show', 'show request and reply, with every secret covered')
    .option('--to <msisdn>', 'send one real message to this number; it costs what a message costs')
    .option('--text <text>', 'its text')
    .action(async (nameOrId: string, { show, to, text }: TestOptions) => {
      if ((to === undefined) !== (text === undefined)) {
        throw invalid('to-and-text', 'Give --to and --text together. Nothing was sent.');
      }
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findGateway(client, nameOrId);
        const result =
          to === undefined || text === undefined
            ? await client.probes.check({ gatewayId: id })
            : await client.probes.send({ gatewayId: id, to, text });
        const { exchanges, ...told } = result;
        cli.output.result({ id, name, ...told, ...(show && { exchanges }) }, () =>
          [
            ...(show ? exchanges.map(describeExchange) : []),
            ...(show && 'reading' in result ? [describeReading(result.reading)] : []),
            result.message,
          ].join('\n\n'),
        );
        if (!result.ok) throw new CommandEnd(EXIT.failed);
      });
    });
  addPreview(gateway, cli);
}

function addPreview(gateway: Command, cli: Cli): void {
  gateway
    .command('preview')
    .description('show the request for a message, and how a reply would be read; sends nothing')
    .argument('<name>', 'name or id')
    .option('--file <file>', 'by this profile (JSON) instead of the saved one')
    .option('--to <msisdn>', 'to this number', '60123456789')
    .option('--text <text>', 'with this text', 'Hello')
    .option('--reply <file>', 'a reply’s body, as the gateway’s documentation prints it')
    .option('--status <number>', 'its HTTP status', wholeNumber(100, 599), 200)
    .action(async (nameOrId: string, { file, reply, status, ...message }: PreviewOptions) => {
      const given = file === undefined ? undefined : await readProfile(file);
      const body = reply === undefined ? undefined : await readTextFile(reply);
      await cli.withSiar(async ({ client }) => {
        const { driver, url, profile } = await findGateway(client, nameOrId);
        const result = await client.probes.preview({
          driver,
          url: url ?? '',
          profile: given ?? profile,
          ...message,
          ...(body !== undefined && { reply: { status, body } }),
        });
        cli.output.result(result, () =>
          [
            ...result.exchanges.map(describeExchange),
            ...(result.reading ? [describeReading(result.reading)] : []),
            'Nothing was sent.',
          ].join('\n\n'),
        );
      });
    });
}

function describeExchange({ request, reply, failure, ms }: ShownExchange): string {
  const lines = [
    `> ${request.method} ${request.url}`,
    ...request.headers.map(({ name, value }) => `> ${name}: ${value}`),
    ...describeBody('>', request.body),
  ];
  if (reply) {
    lines.push(
      `< ${reply.status} after ${number(ms)} ms${reply.whole ? '' : ', not whole'}`,
      ...reply.headers.map(({ name, value }) => `< ${name}: ${value}`),
      ...describeBody('<', reply.body),
    );
  }
  if (failure !== null) lines.push(`! no whole reply: ${failure} after ${number(ms)} ms`);
  return lines.join('\n');
}

function describeBody(mark: string, body: { text: string; cut: boolean } | null): string[] {
  if (body === null || body.text === '') return [];
  const lines = body.text.split('\n').map((line) => `${mark} ${line}`);
  return [mark, ...lines, ...(body.cut ? [`${mark} … (cut)`] : [])];
}

function describeReading(reading: ProbeReading): string {
  const { outcome, code, codeMeaning, gatewayMessageId, parts, credits, reason, rules } = reading;
  const facts = [
    `read as: ${outcome}`,
    code === null ? null : `code ${code}${codeMeaning === null ? '' : ` (${codeMeaning})`}`,
    gatewayMessageId === null ? null : `id ${gatewayMessageId}`,
    parts === null ? null : `parts ${parts}`,
    credits === null ? null : `credits ${credits}`,
  ].filter((fact) => fact !== null);
  return [
    facts.join(', '),
    ...rules.map(
      ({ rule, path, wanted, found, holds }) =>
        `  ${holds ? 'holds' : 'fails'}  ${rule}${path === '' ? '' : ` ${path}`}: ${found ?? 'nothing there'}${wanted === null ? '' : `  (rule: ${wanted})`}`,
    ),
    ...(reason === null ? [] : [reason]),
  ].join('\n');
}
