import { glyph, glyphSize } from './glyph.ts';
import type { Look } from './looks.ts';
import classes from './StatusIcon.module.css';

/** A status icon in its tone, hidden from screen readers: it only repeats what the text beside it says. */
export function StatusIcon({ look, size = 16 }: { look: Look; size?: number }) {
  return <span aria-hidden {...glyph(look, classes.icon)} style={glyphSize(size)} />;
}
