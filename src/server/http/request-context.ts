import type { Connected, Services, Work } from '#server/context.ts';
import type { CatalogueCache } from '#server/routes/catalogue-cache.ts';
import { refusal } from './errors.ts';
import type { SignIn } from './sign-in.ts';
import type { LiveSession, Sessions } from './sessions.ts';

/** What every procedure can use, besides its input. */
export type RequestContext = {
  services: Services;
  work: Work;
  sessions: Sessions;
  signIn: SignIn;
  catalogue: CatalogueCache;
  /** People sign in to a role with one click, because only the simulator can be reached. */
  demo: boolean;
  version: string;
  /** The server is about to stop: what can wait is left to whoever asks next. */
  isDraining: () => boolean;
  requestId: string;
  /** The client's network address. */
  address: string;
  session: LiveSession | null;
  idempotencyKey: string | null;
  /** Sent along with the answer. */
  setCookie(value: string): void;
};

/** The context behind a permission. */
export type SignedIn = { session: LiveSession; person: LiveSession['person'] };

/** The configured platform of this id. */
export function connectedTo(context: { services: Services }, connection: string): Connected {
  const connected = context.services.connections.get(connection);
  if (connected === undefined) throw refusal('not_found');
  return connected;
}
