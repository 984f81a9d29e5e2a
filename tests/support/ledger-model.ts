import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { openDatabase } from '#core/store/open-database.ts';

/** Two, so that books can be mixed up. */
export const GATEWAYS = [1, 2];
const OWNER = 3;
/** Whoever has an account: the house, and two senders. */
export const PAYERS: readonly (number | null)[] = [null, 1, 2];
/** A campaign of each, and one of an owner, who is the house. By index: campaign 1 is the first. */
export const CAMPAIGN_USERS = [null, 1, 2, OWNER];

/** Gateways 1 and 2, users 1 and 2 (senders) and 3 (an owner), and a running campaign of everybody's. */
export function aDatabase(): Db {
  const db = openDatabase(':memory:');
  for (const id of GATEWAYS) {
    db.prepare(
      `INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at)
       VALUES (?, ?, 'esms', 40, ?, '', 0)`,
    ).run(id, `Gateway ${id}`, JSON.stringify(ESMS_PROFILE));
  }
  for (const id of [1, 2, OWNER]) {
    db.prepare(
      "INSERT INTO users (id, name, role, password, created_at) VALUES (?, ?, ?, '', 0)",
    ).run(id, `User ${id}`, id === OWNER ? 'owner' : 'sender');
  }
  CAMPAIGN_USERS.forEach((userId, i) => {
    db.prepare(
      `INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at, user_id)
       VALUES (?, 'Campaign', 'running', 'Hai', 1, 'always', 0, ?)`,
    ).run(i + 1, userId);
  });
  return db;
}

/** A message as the books see it. */
export type ModelMessage = {
  id: number;
  campaignId: number;
  gatewayId: number;
  credits: number;
  state: MessageState;
  resolved: boolean;
};

/** What the books should say, by nothing but adding. Keys of `balances`: gateway and account. */
export type Model = {
  balances: Map<string, number>;
  messages: ModelMessage[];
  /** By campaign and gateway: what its messages were charged there, and what of its use is booked. */
  charged: Map<string, number>;
  booked: Map<string, { held: number; spent: number }>;
  open: Set<number>;
  bookings: number;
};

/** A model of its own, for what may be given up. */
export const copyOf = (model: Model): Model => structuredClone(model);

/** Who pays for a campaign; null: the house. */
export const payerOf = (campaignId: number) => {
  const userId = CAMPAIGN_USERS[campaignId - 1] ?? null;
  return userId === OWNER ? null : userId;
};

/** The balance of an account. */
export const of = (model: Model, gatewayId: number, account: string) =>
  model.balances.get(`${gatewayId} ${account}`) ?? 0;

/** The name of somebody's account in the model; null: the house's. */
export const user = (userId: number | null) => `user ${userId}`;

/** One booking of these amounts, or none where all are 0. */
export function book(model: Model, gatewayId: number, amounts: Record<string, number>): void {
  const changed = Object.entries(amounts).filter(([, amount]) => amount !== 0);
  if (changed.length > 0) model.bookings += 1;
  for (const [account, amount] of changed) {
    model.balances.set(`${gatewayId} ${account}`, of(model, gatewayId, account) + amount);
  }
}

function isHeld({ state, resolved }: ModelMessage): boolean {
  return state === 'queued' || state === 'sending' || (state === 'uncertain' && !resolved);
}

/** What a campaign holds back at a gateway beyond what is booked. */
export function heldMore(model: Model, campaignId: number, gatewayId: number): number {
  const held = model.messages
    .filter((one) => one.campaignId === campaignId && one.gatewayId === gatewayId && isHeld(one))
    .reduce((sum, { credits }) => sum + credits, 0);
  return held - (model.booked.get(`${campaignId} ${gatewayId}`)?.held ?? 0);
}

/** What `settleCampaign` should book: one booking for each gateway where something changed. */
export function settle(model: Model, campaignId: number): void {
  for (const gatewayId of GATEWAYS) {
    const key = `${campaignId} ${gatewayId}`;
    const was = model.booked.get(key) ?? { held: 0, spent: 0 };
    const reserved = heldMore(model, campaignId, gatewayId);
    const spent = (model.charged.get(key) ?? 0) - was.spent;
    const payer = user(payerOf(campaignId));
    book(model, gatewayId, { [payer]: -(reserved + spent), reserved, spent });
    model.booked.set(key, { held: was.held + reserved, spent: was.spent + spent });
  }
}
