import { PAGES } from '#renderer/app/pages.ts';
import { useSession } from '#renderer/hooks/use-session.ts';

/** The pages that whoever is signed in may look at. */
export function usePages() {
  const permissions = useSession()?.permissions ?? [];
  return PAGES.filter((page) => !('needs' in page) || permissions.includes(page.needs));
}
