import { InvalidArgumentError, type Command } from 'commander';
import type { OtpEntry } from '#shared/contract/otp.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { findGateway } from '#headless/cli/names.ts';

type SendOptions = {
  gateway: string;
  to: string;
  brand?: string;
  text?: string;
  minutes?: number;
  appId?: number;
  language?: string;
};
type VerifyOptions = { gateway: string; to: string; code: string; appId?: number };

/** `siar otp …`: the gateway makes and checks the codes; none is kept. */
export function addOtpCommands(program: Command, cli: Cli): void {
  const otp = program.command('otp').description('one-time passwords that the gateway makes');
  addSend(otp, cli);
  addVerify(otp, cli);
}

function addSend(otp: Command, cli: Cli): void {
  otp
    .command('send')
    .description('have the gateway make a code and send it; Siar never knows it')
    .requiredOption('--gateway <name>', 'name or id')
    .requiredOption('--to <msisdn>', 'number with country code, such as 60123456789')
    .option('--brand <name>', 'your company or app, at most 20 characters')
    .option('--text <text>', 'your own text, with #otp# and #duration#')
    .option('--minutes <number>', 'how long the code is valid, 1 to 9 (default 3)', plainNumber)
    .option('--app-id <number>', 'which of your systems it is for (default 1)', plainNumber)
    .option('--language <code>', 'en, my or zh; only with --brand (default en)')
    .action(async ({ gateway, ...draft }: SendOptions) => {
      await cli.withSiar(async ({ client }) => {
        const { id: gatewayId } = await findGateway(client, gateway);
        const { entry, notices } = await client.otp.send({ gatewayId, ...draft });
        for (const notice of notices) cli.output.note(notice.message);
        cli.output.result(sendDocument(entry, notices), () => describeSend(entry));
        if (entry.state !== 'accepted') throw new CommandEnd(EXIT.failed);
      });
    });
}

function addVerify(otp: Command, cli: Cli): void {
  otp
    .command('verify')
    .description('ask the gateway whether a code is right')
    .requiredOption('--gateway <name>', 'name or id')
    .requiredOption('--to <msisdn>', 'number that the code was sent to')
    .requiredOption('--code <code>', 'the digits of the message')
    .option('--app-id <number>', 'as with the send (default 1)', plainNumber)
    .action(async ({ gateway, ...asked }: VerifyOptions) => {
      await cli.withSiar(async ({ client }) => {
        const { id: gatewayId } = await findGateway(client, gateway);
        const { verified, status, message } = await client.otp.verify({ gatewayId, ...asked });
        cli.output.result({ verified, status, message }, () => message);
        if (!verified) throw new CommandEnd(EXIT.failed);
      });
    });
}

/** Whole numbers only; which ones are allowed is for the page's rules to say, in its words. */
function plainNumber(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function sendDocument(entry: OtpEntry, notices: readonly { code: string; message: string }[]) {
  const { state, status, reason } = entry;
  return {
    status,
    id: entry.gatewayRequestId,
    parts: entry.parts,
    creditDeducted: entry.credits,
    state,
    to: entry.msisdn,
    validUntil: entry.validUntil,
    logId: entry.id,
    notices,
    ...(state === 'accepted'
      ? {}
      : { error: { code: `otp-${state}`, message: reason, details: { status } } }),
  };
}

function describeSend(entry: OtpEntry): string {
  const { gatewayName, msisdn, minutes, credits, state, status, reason } = entry;
  if (state === 'accepted') {
    return `${gatewayName} sent a code to ${msisdn}, valid for ${minutes} min (${credits ?? '?'} credit). Check what the person enters with \`siar otp verify\`.`;
  }
  return state === 'uncertain'
    ? `Nobody knows whether a code was sent to ${msisdn}: ${reason}`
    : `${gatewayName} sent no code to ${msisdn}${status === null ? '' : ` (status ${status})`}: ${reason}`;
}
