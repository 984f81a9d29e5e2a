import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '#renderer/components/links.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** How many replies came from a contact's number, with a link to them; nothing while there are none. */
export function ContactReplies({ msisdn }: { msisdn: string }) {
  const { t } = useTranslation('contacts');
  const found = useQuery(orpc.replies.page.queryOptions({ input: { search: msisdn, limit: 1 } }));
  const count = found.data?.total ?? 0;
  if (count === 0) return null;
  return (
    <AnchorLink to="/replies" search={{ search: msisdn }} size="sm" mb={12} display="block">
      {t('timeline.replies', { count })}
    </AnchorLink>
  );
}
