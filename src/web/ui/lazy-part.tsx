import { type ComponentType, type ReactNode, Suspense, useEffect, useState } from 'react';
import { usePartLoader } from './part-loader.ts';

/**
 * A component that is fetched when it is first drawn; `meanwhile` stands in its place. Unlike React's `lazy`, what cannot be
 * fetched never takes the page away: it is tried again while it is wanted, and the shell tells of it.
 */
export function lazyPart<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
  usualMeanwhile: ReactNode = null,
) {
  let Fetched: ComponentType<Props> | null = null;
  const keep = async () => (Fetched = await fetchPart());

  function Part({ meanwhile = usualMeanwhile, ...props }: Props & { meanwhile?: ReactNode }) {
    const loader = usePartLoader();
    const [Shown, show] = useState(() => Fetched);
    useEffect(() => (Shown === null ? loader.want(keep, (part) => show(() => part)) : undefined), [loader, Shown]);
    if (Shown === null) return meanwhile;
    return (
      <Suspense fallback={meanwhile}>
        {/* TypeScript does not see that `Props` without `meanwhile` is what is left. */}
        <Shown {...(props as unknown as Props)} />
      </Suspense>
    );
  }

  return Object.assign(Part, {
    /** Fetches it before it is drawn. What cannot be fetched is no error yet: nobody has asked for it. */
    prefetch: (): Promise<void> =>
      keep().then(
        () => undefined,
        () => undefined,
      ),
  });
}
