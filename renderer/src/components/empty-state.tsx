import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconSearchOff, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A page or table with nothing in it yet: what belongs here and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  action,
}: {
  icon: TablerIcon;
  title: string;
  text: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="center" justify="center" gap="xs" py="xl" px="md" ta="center" flex={1}>
      <ThemeIcon size={48} variant="light" radius="xl" aria-hidden>
        <Icon size={24} stroke={1.5} />
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={460} component="div">
        {text}
      </Text>
      {action}
    </Stack>
  );
}

/** What a search or a filter leaves: nothing, and how to see more again. */
export function NoMatch({ title, text }: { title: string; text: ReactNode }) {
  return <EmptyState icon={IconSearchOff} title={title} text={text} />;
}
