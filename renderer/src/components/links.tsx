import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type NativeAnchor<Props> = Props &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> };

function AnchorBase(props: NativeAnchor<AnchorProps>) {
  return <Anchor {...props} />;
}

function ButtonBase(props: NativeAnchor<ButtonProps>) {
  return <Button component="a" {...props} />;
}

/** A link in running text to a page of Siar; `to`, `params` and `search` are checked. */
export const AnchorLink = createLink(AnchorBase);

/** A button that leads to a page of Siar; `to`, `params` and `search` are checked. */
export const ButtonLink = createLink(ButtonBase);
