import type { ReactNode } from 'react';
import type { Permission } from '#shared/users/permissions.ts';
import { useCan } from '#renderer/hooks/use-session.ts';

/** Its children, for whoever may do what the permission stands for; nothing for others. */
export function Can({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useCan(permission) ? children : null;
}
