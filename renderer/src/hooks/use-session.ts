import { useQuery } from '@tanstack/react-query';
import type { Session } from '#shared/contract/users.ts';
import type { Permission } from '#shared/users/permissions.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Who is signed in here and what they may do; undefined until the first answer. */
export function useSession(): Session | undefined {
  return useQuery(orpc.session.get.queryOptions({ staleTime: Infinity })).data;
}

/**
 * Whether whoever is signed in may do what a permission stands for. Screens hide or disable what one
 * may not do; the core refuses it whatever the screen shows.
 */
export function useCan(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}

/** Whether whoever is signed in sees what the shop has at its gateways: a sender does not. */
export function useSeesHouse(): boolean {
  const session = useSession();
  return session !== undefined && session.user?.role !== 'sender';
}
