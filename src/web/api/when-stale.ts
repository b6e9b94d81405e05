/** What is read again by itself, because events tell that it changed but not how. */
type Pace = { staleMs: number; idleMs: number };

/**
 * How often a query is read again while somebody looks: `staleMs` after something of it changed, else every `idleMs`, because its age is
 * told as well. Never while the person keeps the page still.
 */
export const whenStale =
  ({ staleMs, idleMs }: Pace, isStill: boolean) =>
  ({ state }: { state: { isInvalidated: boolean } }): number | false => {
    if (isStill) return false;
    return state.isInvalidated ? staleMs : idleMs;
  };
