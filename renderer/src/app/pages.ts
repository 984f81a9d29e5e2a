import {
  IconAddressBook,
  IconAntenna,
  IconCoins,
  IconFileText,
  IconHelpCircle,
  IconHistory,
  IconHome,
  IconMessages,
  IconSend,
  IconSettings,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';

/** The pages, in the order of the work; `needs`: whose permission shows it. */
export const PAGES = [
  { to: '/', name: 'home', icon: IconHome },
  { to: '/contacts', name: 'contacts', icon: IconAddressBook },
  { to: '/templates', name: 'templates', icon: IconFileText },
  { to: '/campaigns', name: 'campaigns', icon: IconSend },
  { to: '/history', name: 'history', icon: IconHistory },
  { to: '/replies', name: 'replies', icon: IconMessages },
  { to: '/uncertain', name: 'uncertain', icon: IconHelpCircle },
  { to: '/otp', name: 'otp', icon: IconShieldLock, needs: 'otp.read' },
  { to: '/credits', name: 'credits', icon: IconCoins },
  { to: '/gateways', name: 'gateways', icon: IconAntenna },
  { to: '/users', name: 'users', icon: IconUsers, needs: 'users.read' },
  { to: '/settings', name: 'settings', icon: IconSettings },
] as const;
