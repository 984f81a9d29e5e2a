import { Option } from 'commander';

/** What becomes of people whose number a look-up found dead, as an option. */
export type DeadOption = { dead?: 'leave-out' | 'send' };

/** `--dead`; without it the draft says, and a new draft leaves them out. */
export function deadOption(): Option {
  return new Option(
    '--dead <what>',
    'people whose number a look-up found dead: leave them out (so it is unless you say), or send to them',
  ).choices(['leave-out', 'send']);
}

/** The same as campaigns.create and campaigns.start take it. */
export function deadChoice({ dead }: DeadOption): { leaveOutDead?: boolean } {
  return dead === undefined ? {} : { leaveOutDead: dead === 'leave-out' };
}
