import type { ReactNode } from 'react';
import type { Look } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import classes from './Banner.module.css';

/** Something to know about every page. Banners stand one above the other at the foot of the window, where they move nothing. */
export function Banner({ look, children }: { look: Look; children: ReactNode }) {
  return (
    <div role="status" className={classes.banner} data-tone={look.tone}>
      <StatusIcon look={look} size={18} />
      <div className={classes.words}>{children}</div>
    </div>
  );
}
