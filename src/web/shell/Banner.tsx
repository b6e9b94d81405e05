import { type ReactNode, useEffect } from 'react';
import type { Look } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import classes from './Banner.module.css';

/** Something to know about every page. Banners stand one above the other at the foot of the window, where they move nothing. */
export function Banner({ look, children }: { look: Look; children: ReactNode }) {
  useEffect(stand, []);
  return (
    <div role="status" className={classes.banner} data-tone={look.tone}>
      <StatusIcon look={look} size={18} />
      <div className={classes.words}>{children}</div>
    </div>
  );
}

let standing = 0;

/** Tells the style sheet while a banner stands. To ask with `:has()` has the root's style found anew for every element that comes. */
function stand() {
  standing += 1;
  document.documentElement.toggleAttribute('data-banners', true);
  return () => {
    standing -= 1;
    document.documentElement.toggleAttribute('data-banners', standing > 0);
  };
}
