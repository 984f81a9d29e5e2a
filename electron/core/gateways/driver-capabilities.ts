import type { DriverCapabilities } from '#shared/gateways/capabilities.ts';

/** What can be done with eSMS. */
export const ESMS_CAPABILITIES: DriverCapabilities = {
  batch: 1,
  dedupe: 'none',
  reports: 'callback',
  balance: true,
  lookUp: true,
  otp: true,
  templates: false,
  // Its documentation has no page for messages that come in.
  replies: 'none',
  idsPerMessage: 'one',
};

/** What can be done with Kannel. */
export const KANNEL_CAPABILITIES: DriverCapabilities = {
  batch: 1,
  dedupe: 'none',
  reports: 'callback',
  balance: false,
  lookUp: false,
  otp: false,
  templates: false,
  replies: 'callback',
  idsPerMessage: 'one',
};

/** What can be done with SMPP. */
export const SMPP_CAPABILITIES: DriverCapabilities = {
  batch: 1,
  dedupe: 'none',
  reports: 'session',
  balance: false,
  lookUp: false,
  otp: false,
  templates: false,
  replies: 'session',
  idsPerMessage: 'per-part',
};

/** What can be done with SMS123 and its white labels. */
export const SMS123_CAPABILITIES: DriverCapabilities = {
  batch: 100,
  dedupe: 'reference',
  reports: 'none',
  balance: true,
  lookUp: false,
  otp: false,
  templates: true,
  // As eSMS.
  replies: 'none',
  idsPerMessage: 'one',
};

/** What can be done with gateways that are asked for their reports: Twilio, SMSGate. */
export const POLLED_CAPABILITIES: DriverCapabilities = {
  batch: 1,
  dedupe: 'none',
  reports: 'poll',
  balance: false,
  lookUp: false,
  otp: false,
  templates: false,
  replies: 'callback',
  idsPerMessage: 'one',
};

/** What can be done with any HTTP gateway, as far as its profile says how. */
export const HTTP_CAPABILITIES: DriverCapabilities = {
  batch: 1,
  dedupe: 'none',
  reports: 'callback',
  balance: true,
  lookUp: false,
  otp: false,
  templates: false,
  replies: 'callback',
  idsPerMessage: 'one',
};
