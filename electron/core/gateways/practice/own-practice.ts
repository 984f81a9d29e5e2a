import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { Clock } from '#core/ports.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { createPracticeServer } from '#core/gateways/practice/server.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';

/** What a practice gateway inside Siar is like. */
export type OwnPracticeAccount = {
  id: number;
  profile: Pick<GatewayProfile, 'id'>;
  /** Where it calls decisions on texts in to; null: nowhere. */
  callback: string | null;
  /** Credits for a message to this number. */
  price: (msisdn: string, parts: number) => number;
};

/** The practice gateways inside Siar, one server for each account. */
export type OwnPractice = {
  /** The address of an account's server; it starts with its first use, and again should that have failed. */
  start(account: OwnPracticeAccount): Promise<string>;
  /** What all of them took last, newest first. */
  inbox(): AcceptedMessage[];
  close(): Promise<void>;
};

type Server = { readonly url: string; inbox(): AcceptedMessage[]; close(): Promise<void> };

/** How many messages all inboxes show together. */
const MOST_SHOWN = 1_000;

/** See OwnPractice. Each speaks as its profile says: eSMS, or SMS123 and a white label of it. */
export function createOwnPractice(clock: Clock): OwnPractice {
  /** As they are now: what an account charges and where it calls back to may change while it runs. */
  const accounts = new Map<number, OwnPracticeAccount>();
  const starting = new Map<number, Promise<Server>>();
  const open = new Map<number, Server>();

  function startServer({ id, profile }: OwnPracticeAccount): Promise<Server> {
    const price: OwnPracticeAccount['price'] = (to, parts) =>
      accounts.get(id)?.price(to, parts) ?? parts;
    const brand = BRANDS[profile.id];
    if (brand === undefined) return createPracticeServer({ clock, price });
    const templateCallback = () => accounts.get(id)?.callback ?? null;
    return createSms123Practice({ clock, brand, price, templateCallback });
  }

  return {
    async start(account) {
      const { id } = account;
      accounts.set(id, account);
      const server = starting.get(id) ?? startServer(account);
      starting.set(id, server);
      try {
        open.set(id, await server);
      } catch (error) {
        if (starting.get(id) === server) starting.delete(id);
        throw error;
      }
      return (await server).url;
    },
    inbox() {
      const [only, ...others] = [...open.values()].map((server) => server.inbox());
      if (others.length === 0) return only ?? [];
      const all = [...(only ?? []), ...others.flat()];
      return all.toSorted((a, b) => b.at - a.at).slice(0, MOST_SHOWN);
    },
    async close() {
      await Promise.all([...open.values()].map((server) => server.close()));
    },
  };
}

/** Profiles of the practice gateway that speak SMS123, and as whom. */
const BRANDS: Readonly<Record<string, 'sms123' | 'maysms'>> = {
  'practice-sms123': 'sms123',
  'practice-maysms': 'maysms',
};
