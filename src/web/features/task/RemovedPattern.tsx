import { outcomeLooks, toneColor } from '#web/ui/looks.ts';

const id = 'removed-hatching';
export const removedFill = `url(#${id})`;

/** Removed devices share the tone of stopped ones; hatching tells them apart. */
export const RemovedPattern = () => (
  <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="6" height="6" fill="var(--track)" />
    <rect width="3" height="6" fill={toneColor(outcomeLooks.removed.tone)} />
  </pattern>
);
