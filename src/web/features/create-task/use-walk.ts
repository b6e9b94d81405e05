import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Walk } from '#shared/domain/device-search.ts';
import { walkDevices } from '#web/api/device-search.ts';
import { keepTargetsMutation } from '#web/api/target-sets.ts';
import { type KeptSet, newSet } from './draft.ts';
import { takenOf } from './taken.ts';

type Asked = {
  walks: readonly Walk[];
  /** What the list is of; null where nothing has a name. */
  name: string | null;
  /** How many devices matched when the person saw them; null where nobody counted. */
  matched: number | null;
};

/** Collects the devices of groups or of a search into a kept list; it can be ended while it goes. */
export function useWalk(connection: string, onSet: (set: KeptSet) => void) {
  const queryClient = useQueryClient();
  const keep = useMutation(keepTargetsMutation());
  const [found, setFound] = useState<number | null>(null);
  const going = useRef<AbortController | null>(null);
  useEffect(() => () => going.current?.abort(), []);
  const walk = useMutation({
    meta: { failsInline: true },
    mutationFn: async ({ walks, name, matched }: Asked) => {
      const own = new AbortController();
      going.current = own;
      setFound(0);
      const all = await walkDevices(queryClient, connection, walks, { signal: own.signal, onProgress: setFound });
      const { deviceIds, ...rest } = takenOf(all, matched);
      if (deviceIds.length > 0) {
        const set = await keep.mutateAsync({ connection, from: { by: 'devices', deviceIds: [...deviceIds] } });
        onSet(newSet(set, { name, ...rest }));
      }
      return deviceIds.length;
    },
    onSettled: () => setFound(null),
  });
  const ended = walk.error instanceof DOMException && walk.error.name === 'AbortError';
  return {
    start: (asked: Asked) => walk.mutate(asked),
    stop: () => going.current?.abort(),
    /** Devices so far, while it goes. */
    found,
    /** It has come to its end, and there was no device. */
    foundNone: walk.data === 0,
    error: ended ? null : walk.error,
  };
}
