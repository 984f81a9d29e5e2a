import type { Command } from 'commander';
import type { MessageReport } from '#shared/contract/reports.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { moment, number } from '#headless/cli/output.ts';

const WORDS = { success: 'Success', queue: 'Queue', failure: 'Failure', none: 'Not sent' } as const;

/** `siar campaign message`: everything known about one message, with every attempt and report. */
export function addCampaignMessage(campaign: Command, cli: Cli): void {
  campaign
    .command('message')
    .description('one message: its state, attempts, delivery reports, retries and credits')
    .argument('<id>', 'id or name of the campaign')
    .argument('<msisdn>', 'the number, with its country code')
    .action(async (nameOrId: string, msisdn: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id: campaignId } = await client.campaigns.find({ nameOrId });
        const report = await client.reports.message({ campaignId, msisdn });
        cli.output.result(report, () => describe(report));
      });
    });
}

function describe(report: MessageReport): string {
  const { message, summary, answer, attempts, retries, predicted } = report;
  return [
    `${message.msisdn}${message.name ? ` (${message.name})` : ''}: ${WORDS[summary]}, exactly ${message.state}`,
    ...(message.reason === null ? [] : [`  ${message.reason}`]),
    ...(answer === null ? [] : [`  Code ${answer.code}: ${answer.meaning}. ${answer.advice}`]),
    `  Credits: ${number(predicted)} predicted, ${number(message.credits)} charged by ${attempts.length} attempts`,
    ...attempts.flatMap((attempt) => [
      `  Attempt ${attempt.number} at ${moment(attempt.startedAt)}: ${attempt.outcome ?? 'no answer yet'}`,
      ...attempt.reports.map(
        ({ report: word, reportedAt, receivedAt }) =>
          `    ${word} at ${moment(reportedAt ?? receivedAt)}`,
      ),
    ]),
    ...retries.map(
      ({ number: nth, state, dueAt, credits, reason }) =>
        `  Retry ${nth}, ${state === 'waiting' ? 'due' : state === 'sent' ? 'sent, was due' : `taken back (${reason ?? ''}), was due`} ${moment(dueAt)}, ${number(credits)} credits`,
    ),
    `  Text: ${message.text}`,
  ].join('\n');
}
