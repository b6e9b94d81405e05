/** IAM: `POST {iam}/v3/auth/tokens` (KeystoneCreateUserTokenByPassword, answered 201) and `GET {iam}/v3/projects`. */
import { z } from 'zod';
import { flag, id, soft, text } from './reading.ts';

/** Path of the token call below the IAM endpoint. `nocatalog` with any value keeps the catalog out of the answer. */
export const tokenPath = '/v3/auth/tokens';
/** The answer's header that carries the token. */
export const subjectTokenHeader = 'X-Subject-Token';
/** The request header the token travels in to every other call. */
export const authTokenHeader = 'X-Auth-Token';
/** How long a token lives. */
export const tokenLifeMs = 24 * 60 * 60 * 1000;

/** Body of the token call: an IAM user of an account (domain), scoped to a project by name (the region) or by ID. */
export const CreateTokenRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z.object({
        user: z.object({ name: z.string(), password: z.string(), domain: z.object({ name: z.string() }) }),
      }),
    }),
    scope: z.object({
      project: z.union([z.object({ id: z.string().min(1) }), z.object({ name: z.string().min(1) })]),
    }),
  }),
});
export type CreateTokenRequest = z.infer<typeof CreateTokenRequest>;

/** Answer of the token call; `expires_at` has six fractional digits. The token itself is in the header. */
export const CreateTokenResponse = z.looseObject({
  token: z.looseObject({
    expires_at: id,
    issued_at: soft(text),
    methods: soft(z.array(text)),
    project: soft(z.looseObject({ id: soft(text), name: soft(text) })),
  }),
});
export type CreateTokenResponse = z.infer<typeof CreateTokenResponse>;

/** Answer of `GET /v3/projects`, which takes the region as `name` (KeystoneListProjects). */
export const ListProjectsResponse = z.looseObject({
  projects: z.array(z.looseObject({ id, name: soft(text), enabled: soft(flag) })),
});
export type ListProjectsResponse = z.infer<typeof ListProjectsResponse>;

/** IAM's error body; its `code` is the HTTP status as a number. */
export const KeystoneError = z.looseObject({
  error: z.looseObject({ code: soft(text), message: soft(text), title: soft(text) }),
});
export type KeystoneError = z.infer<typeof KeystoneError>;
