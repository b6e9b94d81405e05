import { useQuery } from '@tanstack/react-query';
import { productQuery } from '#web/api/catalogue.ts';
import type { Draft } from './draft.ts';

/** The model of the draft's product: nothing is asked while none is chosen. */
export const useProduct = (connection: string, draft: Draft) =>
  useQuery({
    ...productQuery({ connection, spaceId: draft.spaceId, productId: draft.productId }),
    enabled: draft.spaceId !== '' && draft.productId !== '',
  });
