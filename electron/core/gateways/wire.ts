/** One request and what came of it, as it was on the wire: with its secrets. Not to leave the core so. */
export type WireExchange = {
  /** Of HTTP, or the name of the command (`bind_transceiver`). */
  method: string;
  /** The whole address. */
  url: string;
  /** Headers, or the fields of the command. */
  headers: readonly WireField[];
  body: string | null;
  /** `hex`: the bodies spell, octet by octet, what the fields say too. */
  bodyIs?: 'hex';
  /** Null: none came. `whole`: false where it broke off, took too long or was too large. */
  reply: {
    status: string;
    headers: readonly WireField[];
    body: string;
    whole: boolean;
  } | null;
  /** Code for why there is no whole reply; null: there is one. */
  failure: string | null;
  /** Wall time in ms, and how long it took. */
  at: number;
  ms: number;
};

/** A header, or a field of a command. */
export type WireField = { name: string; value: string };

/** One rule of a profile held against an answer. */
export type RuleCheck = {
  rule: 'http' | 'success' | 'success-text' | 'code' | 'id' | 'parts' | 'credits';
  /** Where the value is looked for; empty where that goes without saying. */
  path: string;
  /** What the rule asks for, as text; null: it only reads. */
  wanted: string | null;
  /** What is there; null: nothing that can be read. */
  found: string | null;
  holds: boolean;
};
