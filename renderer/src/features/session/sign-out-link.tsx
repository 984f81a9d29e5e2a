import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';

/** Below the form of a page that only its own person passes: the way for somebody else to sign in. */
export function SignOutLink({
  isPending,
  onPress,
  children,
}: {
  isPending: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <Anchor component="button" type="button" size="sm" disabled={isPending} onClick={onPress}>
      {children}
    </Anchor>
  );
}
