/** What a user may be, most trusted first. One owner at least; see PERMISSIONS for what each may do. */
export const ROLES = ['owner', 'manager', 'sender', 'viewer'] as const;

/** See ROLES. */
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const workers: readonly Role[] = ['owner', 'manager', 'sender'];
const managers: readonly Role[] = ['owner', 'manager'];
const owner: readonly Role[] = ['owner'];

/**
 * The one table of who may do what. Every procedure of the contract names one of these keys, and
 * the core refuses a call whose user's role is not in its row, whichever way the call came. Which
 * rows a sender sees (only its own campaigns and messages) is decided besides, in the queries.
 */
export const PERMISSIONS = {
  /** Needs nobody: what the sign-in page itself has to know. */
  open: everyone,
  'app.use': everyone,
  'contacts.read': everyone,
  'contacts.write': workers,
  'contacts.export': managers,
  /** Ask a gateway about a number; costs credits. */
  'contacts.lookup': workers,
  'templates.read': everyone,
  'templates.write': workers,
  'campaigns.read': everyone,
  'campaigns.write': workers,
  /** Whatever lets messages leave or holds them: start, pause, resume, stop, retry, resolve, test. */
  'campaigns.send': workers,
  'history.read': everyone,
  'history.export': workers,
  'otp.read': workers,
  'otp.send': workers,
  'gateways.read': everyone,
  'gateways.write': managers,
  'credits.read': everyone,
  /** Report a payment; it releases nothing. */
  'credits.topup': workers,
  /** Say that a payment has arrived (releases credits) or refuse it. */
  'credits.clear': owner,
  'credits.transfer': managers,
  'credits.adjust': owner,
  /** Start although the credits on the books are short. */
  'credits.overdraw': managers,
  'credits.rates': managers,
  'users.read': managers,
  'users.write': owner,
  'audit.read': managers,
  'settings.write': managers,
  /** Backup, restore, reconciliation, ending the program. */
  'data.manage': owner,
} as const satisfies Record<string, readonly Role[]>;

/** A key of PERMISSIONS. */
export type Permission = keyof typeof PERMISSIONS;

/** Whether a role may do what a permission stands for. */
export function may(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}
