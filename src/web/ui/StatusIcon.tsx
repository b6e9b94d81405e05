import classes from './StatusIcon.module.css';
import { type Look, toneColor } from './looks.ts';

/** A status icon in its tone. It only repeats what the text beside it says, so it is hidden from screen readers. */
export function StatusIcon({ look, size = 16 }: { look: Look; size?: number }) {
  const Glyph = look.icon;
  return (
    <Glyph
      aria-hidden
      size={size}
      className={look.spins ? `${classes.icon} ${classes.spins}` : classes.icon}
      style={{ color: toneColor(look.tone) }}
    />
  );
}
