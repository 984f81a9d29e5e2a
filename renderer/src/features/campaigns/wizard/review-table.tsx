import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';

type ReviewTableProps = {
  title: string;
  /** Where the title says a number that somebody who hears it does not want first. */
  label?: string;
  /** The heads of the columns of words, then of those of numbers. */
  words: readonly string[];
  numbers: readonly string[];
  /** Narrower than this it scrolls, px. */
  minWidth: number;
  /** Longer than this it scrolls under its heads, px. */
  maxHeight?: number;
  /** The rows. */
  children: ReactNode;
};

/** A titled table of the review step. */
export function ReviewTable({
  title,
  label = title,
  words,
  numbers,
  minWidth,
  maxHeight,
  children,
}: ReviewTableProps) {
  return (
    <Stack gap={8}>
      <Text size="sm" fw={500} component="h3">
        {title}
      </Text>
      <Table.ScrollContainer
        minWidth={minWidth}
        {...(maxHeight === undefined ? {} : { maxHeight })}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table
          stickyHeader={maxHeight !== undefined}
          verticalSpacing={maxHeight === undefined ? 6 : 8}
          aria-label={label}
        >
          <Table.Thead>
            <Table.Tr>
              {words.map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
              {numbers.map((head) => (
                <Table.Th key={head} className={classes.numbers}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

/** A cell of numbers. */
export function NumberCell({ children }: { children: ReactNode }) {
  return (
    <Table.Td valign="top" className={classes.numbers}>
      {children}
    </Table.Td>
  );
}
