import { Anchor, Group, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useDocumentTitle } from '@mantine/hooks';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/page.module.css';

/** Head of a page: what it is called, what it is for, and its one primary action. */
export interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** The page's one primary action, or a small group with the primary one last. */
  action?: ReactNode;
  /** Where the page above is: an address and what it is called. */
  back?: { to: NonNullable<LinkProps['to']>; label: string };
}

/** See PageHeaderProps. */
export function PageHeader({ title, description, action, back }: PageHeaderProps) {
  const { t } = useTranslation('common');
  useDocumentTitle(typeof title === 'string' ? `${title} · Siar` : 'Siar');
  return (
    <header className={classes.header}>
      <div className={classes.headerText}>
        {back !== undefined && (
          <Anchor
            component={Link}
            to={back.to}
            size="sm"
            aria-label={t('backTo', { page: back.label })}
          >
            <Group gap={4} component="span" wrap="nowrap">
              <IconArrowLeft size={14} aria-hidden />
              {back.label}
            </Group>
          </Anchor>
        )}
        <Title order={1} lineClamp={2} title={typeof title === 'string' ? title : undefined}>
          {title}
        </Title>
        {description !== undefined && (
          <Text c="dimmed" component="div">
            {description}
          </Text>
        )}
      </div>
      {action !== undefined && <Group gap="xs">{action}</Group>}
    </header>
  );
}
