import type { Session } from '#shared/domain/session.ts';
import type { Role } from '#shared/domain/roles.ts';
import { refusal } from '#server/http/errors.ts';
import { api, open } from '#server/http/permissions.ts';
import type { RequestContext } from '#server/http/request-context.ts';
import type { LiveSession } from '#server/http/sessions.ts';
import type { PersonSecret } from '#server/store/people-store.ts';

type Who = LiveSession['person'];

const demoNames: Record<Role, string> = {
  operations: 'Operations',
  support: 'Support',
  manager: 'Manager',
  admin: 'Admin',
};

async function describe(context: RequestContext, person: Who | null): Promise<Session> {
  const { demo, services, signIn, version } = context;
  // Before anything else is read, so that nothing happens unseen between the page's reads and its stream.
  const lastEventId = person === null ? null : services.events.last();
  const way = demo ? 'demo' : (await signIn.needsSetUp()) ? 'set_up' : 'password';
  return { person, signIn: way, now: services.clock.now(), version, lastEventId };
}

// Whoever signs in gets a new session; an id that the browser brought along is not taken over.
async function enter(context: RequestContext, { id, name, role }: Who): Promise<Session> {
  const { sessions, session } = context;
  if (session !== null) await sessions.end(session.idHash);
  context.setCookie(await sessions.open({ id, name, role }, { demo: context.demo }));
  return describe(context, { id, name, role });
}

// What an admin changes while the session is being opened finds none to end, so the account is looked at once more.
async function enterAs(context: RequestContext, account: PersonSecret): Promise<Session> {
  const entered = await enter(context, account);
  const today = await context.services.store.people.find(account.id);
  const isSame = today?.role === account.role && today.passwordHash === account.passwordHash && !today.disabled;
  if (isSame) return entered;
  await context.sessions.endAllOf(account.id);
  throw refusal('wrong_credentials');
}

// A way to sign in that this console does not offer is not there.
export const session = {
  read: api.session.read.use(open()).handler(({ context }) => describe(context, context.session?.person ?? null)),

  demo: api.session.demo.use(open()).handler(({ input, context }) => {
    if (!context.demo) throw refusal('not_found');
    return enter(context, { id: `demo-${input.role}`, name: demoNames[input.role], role: input.role });
  }),

  signIn: api.session.signIn.use(open()).handler(async ({ input, context }) => {
    if (context.demo) throw refusal('not_found');
    return enterAs(context, await context.signIn.withPassword({ ...input, address: context.address }));
  }),

  setUp: api.session.setUp.use(open()).handler(async ({ input, context }) => {
    if (context.demo) throw refusal('not_found');
    return enterAs(context, await context.signIn.firstAdmin({ ...input, address: context.address }));
  }),

  end: api.session.end.use(open()).handler(async ({ context }) => {
    if (context.session !== null) context.setCookie(await context.sessions.end(context.session.idHash));
    return describe(context, null);
  }),
};
