import { z } from 'zod';
import { PERMISSIONS, ROLES, type Permission } from '#shared/users/permissions.ts';
import { PASSWORD_LENGTH } from '#shared/users/password-rules.ts';
import { settingsSchema } from './host.ts';
import { byIdSchema, idSchema, momentSchema, needs, okSchema } from './base.ts';

const nameSchema = z.string().trim().min(1).max(60);
/** Longer than any rule allows is not even looked at; the rules themselves speak in sentences. */
const passwordSchema = z.string().max(PASSWORD_LENGTH.most * 4);
const roleSchema = z.enum(ROLES);
/** Whole credits in one day; null: no limit. */
const dailyLimitSchema = z.number().int().min(0).max(1_000_000_000).nullable();

/** A user as the Users page shows it. */
export const userSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  dailyLimit: dailyLimitSchema,
  /** Has to choose a new password at the next sign-in. */
  mustChangePassword: z.boolean(),
  createdAt: momentSchema,
  /** Null: may sign in. */
  disabledAt: momentSchema.nullable(),
  /** Null: never yet. */
  signedInAt: momentSchema.nullable(),
  campaigns: z.number().int(),
});

/** See userSchema. */
export type User = z.infer<typeof userSchema>;

/** What keeps somebody who signed in from going on: the idle lock, or a password that must be changed. */
export const SESSION_WAITS = ['unlock', 'new-password'] as const;

const permissionSchema = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);

/** Who is signed in here and what they may do. */
export const sessionSchema = z.object({
  /** Whether anybody has to sign in. False: everything is done by the house. */
  signInOn: z.boolean(),
  /** Null: the house, or nobody has signed in yet. */
  user: userSchema.pick({ id: true, name: true, role: true, dailyLimit: true }).nullable(),
  wait: z.enum(SESSION_WAITS).nullable(),
  permissions: z.array(permissionSchema),
  /** Minutes without a touch until the page locks itself; 0: never. */
  idleMinutes: z.number().int(),
});

/** See sessionSchema. */
export type Session = z.infer<typeof sessionSchema>;

/** The window's, browser's or command's own session. */
export const sessionContract = {
  get: needs('open').output(sessionSchema),
  /** Refused with `wrong-password`, `user-disabled`, and `sign-in-wait` after several wrong ones. */
  signIn: needs('open')
    .input(z.strictObject({ name: nameSchema, password: passwordSchema }))
    .output(sessionSchema),
  signOut: needs('open').output(sessionSchema),
  /** Also ends every other window, browser and command of this user. */
  signOutEverywhere: needs('app.use', { recorded: true }).output(sessionSchema),
  /** Somebody is at the screen: the idle lock waits from now on. */
  touch: needs('app.use').output(okSchema),
  lock: needs('app.use').output(sessionSchema),
  unlock: needs('open')
    .input(z.strictObject({ password: passwordSchema }))
    .output(sessionSchema),
  /** `current` may be left away only where a new password is what the session waits for. */
  changePassword: needs('open')
    .input(z.strictObject({ current: passwordSchema.optional(), next: passwordSchema }))
    .output(sessionSchema),
  /** Gives an owner a new password and a new code; `name` only where there are several owners. */
  recover: needs('open')
    .input(
      z.strictObject({
        code: z.string().max(200),
        name: nameSchema.optional(),
        password: passwordSchema,
      }),
    )
    .output(z.object({ session: sessionSchema, recoveryCode: z.string() })),
  /** The caller's own language and theme, kept with the user; the house's are settings. */
  setLook: needs('app.use')
    .input(settingsSchema.pick({ language: true, theme: true }).partial().strict())
    .output(okSchema),
  /** A token with which later commands of this computer's user go on; local callers only. */
  keep: needs('app.use', { recorded: true }).output(z.object({ token: z.string() })),
  /** Goes on with a kept token; local callers only. An old one leaves the session as it was. */
  resume: needs('open')
    .input(z.strictObject({ token: z.string().max(200) }))
    .output(sessionSchema),
};

/** Who may sign in, and what their role lets them do. */
export const usersContract = {
  all: needs('users.read').output(z.array(userSchema)),
  /**
   * Makes the first user, an owner, and from then on everybody has to sign in; the caller is that
   * owner. The code is shown this once: with it an owner who forgot the password gets a new one.
   */
  begin: needs('users.write')
    .input(z.strictObject({ name: nameSchema, password: passwordSchema }))
    .output(z.object({ user: userSchema, recoveryCode: z.string() })),
  /** The new user has to choose another password at the first sign-in. */
  create: needs('users.write')
    .input(
      z.strictObject({
        name: nameSchema,
        role: roleSchema,
        password: passwordSchema,
        dailyLimit: dailyLimitSchema.default(null),
      }),
    )
    .output(userSchema),
  update: needs('users.write')
    .input(
      z.strictObject({
        id: idSchema,
        name: nameSchema.optional(),
        role: roleSchema.optional(),
        dailyLimit: dailyLimitSchema.optional(),
      }),
    )
    .output(userSchema),
  /** May no longer sign in, and is signed out at once. Campaigns that run go on. */
  disable: needs('users.write').input(byIdSchema).output(userSchema),
  enable: needs('users.write').input(byIdSchema).output(userSchema),
  /** Sets a password that its user has to change at the next sign-in, and signs the user out. */
  resetPassword: needs('users.write')
    .input(z.strictObject({ id: idSchema, password: passwordSchema }))
    .output(userSchema),
  /** A new recovery code; the one before stops working. */
  newRecoveryCode: needs('users.write').output(z.object({ recoveryCode: z.string() })),
};
