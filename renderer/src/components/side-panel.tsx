import { CloseButton, Portal, Title } from '@mantine/core';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/side-panel.module.css';

/** Id of the place in the shell that panels are drawn into. */
const HOST_ID = 'siar-side-panel';

/** The place of side panels, beside the page. Part of the shell. */
export function SidePanelHost() {
  return <div id={HOST_ID} className={classes.host} />;
}

/**
 * Details at the right of the page. Not a dialog: the page stays usable. Focus goes to the panel's
 * title and back to where it was; Esc closes.
 */
export function SidePanel({
  title,
  opened,
  onClose,
  children,
}: {
  title: ReactNode;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return opened ? (
    <Portal target={`#${HOST_ID}`}>
      <OpenPanel title={title} onClose={onClose}>
        {children}
      </OpenPanel>
    </Portal>
  ) : null;
}

function OpenPanel({
  title,
  onClose,
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside className={classes.panel} aria-labelledby={id} onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <Title order={2} id={id} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        <CloseButton onClick={onClose} aria-label={t('close')} />
      </div>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
