import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from '#renderer/app/account-menu.tsx';
import { openPalette } from '#renderer/app/palette-store.ts';
import { RailFoot } from '#renderer/app/rail-foot.tsx';
import { usePages } from '#renderer/app/use-pages.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { isMac } from '#renderer/lib/platform.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/app/rail.module.css';

/** The left rail: search, pages, and at its foot the state of sending. */
export function Rail() {
  const { t } = useTranslation('common');
  const pages = usePages();
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      <div className={classes.brand}>
        <img src="./siar.svg" width={22} height={22} alt="" />
        Siar
      </div>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        {t('rail.search')}
        <kbd>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>
      </UnstyledButton>
      <ul className={classes.links}>
        {pages.map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.link} activeOptions={{ exact: to === '/' }}>
              <Icon size={18} stroke={1.7} aria-hidden />
              {t(`page.${name}`)}
              {to === '/uncertain' && <UndecidedCount />}
            </Link>
          </li>
        ))}
      </ul>
      <RailFoot />
      <AccountMenu />
    </nav>
  );
}

/** How many messages nobody has decided on yet; nothing while there are none. */
function UndecidedCount() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const count = useQuery(orpc.host.overview.queryOptions()).data?.uncertain ?? 0;
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden>{count > 9_999 ? `${format.number(9_999)}+` : format.number(count)}</span>
      <VisuallyHidden>{t('rail.undecided', { count })}</VisuallyHidden>
    </span>
  );
}
