import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { IconInbox } from './icons.ts';

type Props = {
  icon?: typeof IconInbox;
  title: string;
  /** Why there is nothing and what can be done. */
  children?: ReactNode;
  /** The way out: a button or link. */
  action?: ReactNode;
  /** It is all there is on the page, so its title is the page's heading. */
  wholePage?: boolean;
};

/** Nothing here, with the reason and a way out. */
export function Empty({ icon: Glyph = IconInbox, title, children, action, wholePage = false }: Props) {
  const Heading = wholePage ? 'h1' : 'p';
  return (
    <div className={classes.empty}>
      <Glyph aria-hidden size={36} stroke={1.2} className={classes.icon} />
      <Heading className={classes.title}>{title}</Heading>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
