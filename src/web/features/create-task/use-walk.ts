import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Walk } from '#shared/domain/device-search.ts';
import { limits } from '#shared/domain/create.ts';
import { walkDevices } from '#web/api/device-search.ts';
import { keepTargetsMutation } from '#web/api/target-sets.ts';
import { type KeptSet, newSet } from './draft.ts';

/** Collects the devices of groups or of a search into a kept list; it can be ended while it goes. */
export function useWalk(connection: string, onSet: (set: KeptSet) => void) {
  const queryClient = useQueryClient();
  const keep = useMutation(keepTargetsMutation());
  const [found, setFound] = useState<number | null>(null);
  const going = useRef<AbortController | null>(null);
  useEffect(() => () => going.current?.abort(), []);
  const walk = useMutation({
    meta: { failsInline: true },
    mutationFn: async ({ walks, name }: { walks: readonly Walk[]; name: string | null }) => {
      const own = new AbortController();
      going.current = own;
      setFound(0);
      const all = await walkDevices(queryClient, connection, walks, { signal: own.signal, onProgress: setFound });
      const deviceIds = all.slice(0, limits.devices);
      const set = await keep.mutateAsync({ connection, from: { by: 'devices', deviceIds } });
      onSet(newSet(set, { name, over: all.length - deviceIds.length }));
    },
    onSettled: () => setFound(null),
  });
  const ended = walk.error instanceof DOMException && walk.error.name === 'AbortError';
  return {
    start: (walks: readonly Walk[], name: string | null) => walk.mutate({ walks, name }),
    stop: () => going.current?.abort(),
    /** Devices so far, while it goes. */
    found,
    error: ended ? null : walk.error,
  };
}
