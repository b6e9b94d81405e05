import type { CSSProperties } from 'react';
import classes from './Glyph.module.css';
import type { Look } from './looks.ts';

/**
 * Properties that put a status icon in its tone before what an element holds; the element is a flex box. The icon only repeats
 * what the text beside it says, and screen readers do not see it.
 */
export const glyph = ({ icon, tone, spins }: Look, className = '') => ({
  className: `${classes.glyph} ${className}`,
  'data-glyph': icon,
  'data-tone': tone,
  'data-spins': spins,
});

export const glyphSize = (px: number): CSSProperties & { '--glyph-size': string } => ({ '--glyph-size': `${px}px` });
