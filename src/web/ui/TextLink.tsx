import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = AnchorProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { ref?: Ref<HTMLAnchorElement> };

const TextAnchor = (props: Props) => <Anchor inherit {...props} />;

/** A link to a page of the console within text or a table. */
export const TextLink = createLink(TextAnchor);
