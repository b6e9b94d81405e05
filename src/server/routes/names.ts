import { NamedThing, type Names } from '#shared/domain/names.ts';
import type { Connected } from '#server/context.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext } from '#server/http/request-context.ts';
import { PlatformError } from '#server/platform/port.ts';
import { concernsOneThing } from '#server/work/scope.ts';
import { within } from './within.ts';

/** A name is asked for again after so long, one that the platform did not know sooner. */
const knownForMs = 24 * 3_600_000;
const unknownForMs = 3_600_000;
/** Names that take longer than this are there for who asks next. */
const answerMs = 1_500;
const mostIds = 1_000;
const packageKinds = ['firmware', 'software', 'module'] as const;

type Named = { id: string; name: string };

/** What the platform calls the packages or groups of a space. Rejects with its error. */
async function namedIn(
  { catalogue }: RequestContext,
  of: Connected,
  thing: 'package' | 'group',
  spaceId: string,
): Promise<Named[]> {
  if (thing === 'group') return catalogue.groups(of, spaceId);
  const named: Named[] = [];
  for (const kind of packageKinds) {
    for (const { id, productName, version } of await catalogue.packages(of, { spaceId, kind }))
      named.push({ id, name: [productName, version].filter(Boolean).join(' ') });
  }
  return named;
}

/** The same for all of these spaces, or what they are called themselves. */
async function askedFor(
  context: RequestContext,
  of: Connected,
  thing: NamedThing,
  spaceIds: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const keep = (named: readonly Named[]) => named.forEach(({ id, name }) => names.set(id, name));
  if (thing === 'space') keep(await context.catalogue.spaces(of));
  else
    for (const spaceId of spaceIds) {
      try {
        keep(await namedIn(context, of, thing, spaceId));
      } catch (error) {
        // A space that is gone or closed to us tells nothing; the others do.
        if (!concernsOneThing(error)) throw error;
      }
    }
  return names;
}

/** Asks the platform for names that are missing or old, where there are any, and writes down what it says. */
async function learn(context: RequestContext, of: Connected, thing: NamedThing, ids: readonly string[]): Promise<void> {
  const { store, clock, log } = context.services;
  const known = await store.names.of(of.id, thing);
  const now = clock.now();
  const isOld = (id: string) => {
    const entry = known.get(id);
    return entry === undefined || now - entry.at > (entry.name === null ? unknownForMs : knownForMs);
  };
  const wanted = ids.filter(isOld);
  if (wanted.length === 0) return;
  const spaces = await store.tasks.values({ connection: of.id, field: 'space', limit: mostIds });
  try {
    const spaceIds = spaces.map(({ value }) => value);
    const names = await askedFor(context, of, thing, spaceIds);
    await store.names.learn(of.id, thing, new Map(wanted.map((id) => [id, names.get(id) ?? null])), now);
  } catch (error) {
    // Without names there are still the ids, and who looks next asks again.
    if (!(error instanceof PlatformError)) log.error('names could not be learnt', error, { connection: of.id });
  }
}

async function namesOf(context: RequestContext, of: Connected, thing: NamedThing): Promise<Record<string, string>> {
  const { store } = context.services;
  const ids = (await store.tasks.values({ connection: of.id, field: thing, limit: mostIds })).map(({ value }) => value);
  await within(answerMs, context.services.clock, learn(context, of, thing, ids));
  const known = await store.names.of(of.id, thing);
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = known.get(id)?.name;
      return name ? [[id, name]] : [];
    }),
  );
}

/** Whoever may see a task may see what its package, its groups and its space are called, and no more of the catalogue than that. */
export const names = {
  list: api.names.list.use(may('task.read')).handler(async ({ input, context }): Promise<Names> => {
    const of = connectedTo(context, input.connection);
    const read = NamedThing.options.map(async (thing) => [thing, await namesOf(context, of, thing)] as const);
    return Object.fromEntries(await Promise.all(read)) as Names;
  }),
};
