import { createORPCClient, createORPCErrorFromJson, isORPCErrorJson } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { contract } from '#shared/api/contract.ts';

/** What one call may carry besides its input. */
export type CallContext = {
  /** Names one intent of a person: the same key sent twice does the thing once. Required by every change of a task. */
  idempotencyKey?: string;
};

const link = new OpenAPILink<CallContext>(contract, {
  url: () => `${location.origin}/api/v1`,
  headers: ({ context }) => ({
    ...(context.idempotencyKey && { 'idempotency-key': context.idempotencyKey }),
    // A click or a key a moment ago: the person is here. Reading that goes on by itself does not keep a session alive.
    ...(navigator.userActivation?.isActive && { 'x-activity': '1' }),
  }),
  customErrorResponseBodyDecoder(body, response) {
    if (!isORPCErrorJson(body)) return null;
    // People quote the request id when they ask for help, so it travels with the error.
    const requestId = response.headers['x-request-id'];
    return Object.assign(createORPCErrorFromJson(body), {
      requestId: typeof requestId === 'string' ? requestId : null,
    });
  },
});

const client: ContractRouterClient<typeof contract, CallContext> = createORPCClient(link);

/** Query and mutation options for every procedure of the contract. Features use the ready-made ones beside this file. */
export const orpc = createTanstackQueryUtils(client);

/** A key for one intent. Make it when the person opens the form or dialog, not when they press the button. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
