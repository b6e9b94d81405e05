import { glyph } from './glyph.ts';
import { hint } from './hint.ts';
import type { Look } from './looks.ts';
import classes from './StatusBadge.module.css';

type Props = {
  look: Look;
  /** In the person's language. */
  label: string;
  /** The platform's own word, shown in a tooltip. */
  raw?: string | null;
  size?: 'sm' | 'lg';
};

/** A status as icon, text and colour together. Use TaskStateBadge or OutcomeBadge, which bring the words. */
export function StatusBadge({ look, label, raw, size = 'sm' }: Props) {
  return (
    <span {...glyph(look, classes.badge)} data-size={size} {...(raw ? { tabIndex: 0, ...hint(raw) } : {})}>
      {label}
    </span>
  );
}
