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
};

/** Nothing here, with the reason and a way out. */
export function Empty({ icon: Glyph = IconInbox, title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      <Glyph aria-hidden size={36} stroke={1.2} className={classes.icon} />
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
