/** The parts of the credits page, in the order of the tabs: one line here and one route make a new one. */
export const CREDITS_TABS = [
  { to: '/credits', name: 'overview' },
  { to: '/credits/ledger', name: 'ledger' },
  { to: '/credits/top-ups', name: 'topUps' },
  { to: '/credits/rates', name: 'rates' },
] as const;
