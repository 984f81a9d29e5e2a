import { useQueryClient } from '@tanstack/react-query';
import type { Session } from '#shared/contract/users.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Takes over what the core answered about this session, without asking again. */
export function useTakeSession(): (session: Session) => void {
  const queries = useQueryClient();
  return (session) => queries.setQueryData(orpc.session.get.queryKey(), session);
}
