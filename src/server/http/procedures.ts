import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { type ORPCError, traverseContractProcedures } from '@orpc/server';
import type { Context } from 'hono';
import { contract } from '#shared/api/contract.ts';
import { router } from '#server/routes/router.ts';
import type { ContextOf, Env } from './app-env.ts';
import { errorResponse } from './errors.ts';
import { whyNotParsed } from './json-scan.ts';
import type { RequestContext } from './request-context.ts';

/** Paths of the contract with the methods that each has. */
function knownPaths(): { pattern: RegExp; methods: Set<string> }[] {
  const methods = new Map<string, Set<string>>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    const { method = 'POST', path = '/' } = procedure['~orpc'].route;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  });
  const patternOf = (path: string) => new RegExp(`^/api/v1${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
  return [...methods].map(([path, known]) => ({ pattern: patternOf(path), methods: known }));
}

/** Answers whatever the contract has, and says what is wrong with a call that it does not have. */
export function answerProcedures(
  contextOf: ContextOf,
  answerTo: (error: unknown, requestId: string) => ORPCError<string, unknown>,
): (c: Context<Env>) => Promise<Response> {
  const paths = knownPaths();
  const handler = new OpenAPIHandler<RequestContext>(router, {
    clientInterceptors: [
      async ({ next, context }) => {
        try {
          return await next();
        } catch (error) {
          throw answerTo(error, context.requestId);
        }
      },
    ],
    // What fails before a procedure is reached: a body that is not JSON.
    customErrorResponseBodyEncoder: (error) => {
      if (error.code !== 'BAD_REQUEST') return undefined;
      return {
        defined: false,
        code: 'bad_request',
        status: error.status,
        message: 'bad_request',
        data: { fields: [] },
      };
    },
  });

  return async (c) => {
    let cookie: string | null = null;
    const context = contextOf(c, (value) => {
      cookie = value;
    });
    const { method, url } = c.req;
    const isRead = method === 'GET' || method === 'HEAD';
    const text = isRead ? '' : await c.req.text();
    if (whyNotParsed(text) !== null) return errorResponse('bad_request', 400, { fields: [] });
    // A body is read only once, so what was looked over is handed on as another request.
    const { headers } = c.req.raw;
    const request = isRead ? c.req.raw : new Request(url, { method, headers, ...(text === '' ? {} : { body: text }) });
    const { matched, response } = await handler.handle(request, { prefix: '/api/v1', context });
    if (matched) {
      if (cookie !== null) response.headers.append('Set-Cookie', cookie);
      return response;
    }
    const path = paths.find(({ pattern }) => pattern.test(c.req.path));
    if (path === undefined) return errorResponse('not_found', 404);
    return errorResponse('bad_request', 405, undefined, { Allow: [...path.methods].join(', ') });
  };
}
