import { type Brought, mostNotCarried, type NotCarried, type RequestProblem } from '#shared/domain/brought.ts';
import { isKnownKind } from '#shared/domain/kinds.ts';
import { isTooLarge, objectIn } from '#shared/domain/request-text.ts';
import { refusal } from '#server/http/errors.ts';
import { type JsonProblem, whyNotParsed } from '#server/http/json-scan.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';
import type { Json } from '#server/platform/port.ts';
import type { Unreadable } from '#server/platform/port-intents.ts';
import { broughtTask, copiedCommandTargets, copiedTargets, keptSet, spaceOfCopy } from './brought-task.ts';
import { lookWithin } from './fresh-look.ts';

const lookMs = 4_000;

const scanned: Record<JsonProblem, RequestProblem['code']> = {
  too_deep: 'json_too_deep',
  too_many_keys: 'json_too_deep',
  repeated_key: 'json_repeated_key',
  forbidden_key: 'json_repeated_key',
};

const refused = (...problems: RequestProblem[]) => refusal('request_refused', { problems });

/** The object that a text stands for. Refused where it is none, or means two things at once. */
function jsonOf(body: string): Json {
  if (isTooLarge(body)) throw refused({ code: 'text_too_large' });
  const problem = whyNotParsed(body);
  if (problem !== null) throw refused({ code: scanned[problem] });
  const json = objectIn(body);
  if (json.problem !== null) throw refused(json.problem);
  return json.value as Json; // what was parsed is JSON
}

/** What was read, unless it could not be. */
function known<Read extends { is: 'read' }>(read: Read | Unreadable): Read {
  if (read.is === 'unreadable') throw refused(...read.problems);
  return read;
}

const told = (...notes: readonly NotCarried[]): NotCarried[] => notes.slice(0, mostNotCarried);

export const requests = {
  read: api.requests.read.use(may('task.create')).handler(async ({ input, context }): Promise<Brought> => {
    const of = connectedTo(context, input.connection);
    const body = jsonOf(input.body);
    const { commands } = of.platform;
    if (commands !== undefined) {
      const { command, notCarried } = known(commands.read(body, 'body'));
      return { is: 'command', command, notCarried: told(...notCarried) };
    }
    const read = known(of.platform.readCreate(null, body));
    if (read.problems.length > 0) throw refused(...read.problems);
    const { task, notes } = await broughtTask(context, of, read);
    const targets =
      read.targets?.source === 'devices' ? await keptSet(context, of, read.targets.deviceIds, []) : task.targets;
    return { ...task, targets, notCarried: told(...notes) };
  }),

  copy: api.requests.copy.use(may('task.create')).handler(async ({ input, context }): Promise<Brought> => {
    const of = connectedTo(context, input.connection);
    const seen = await lookWithin(lookMs, { connection: of.id, id: input.taskId }, context);
    const request: Json = JSON.parse(seen.requestJson);
    const { name, kind } = seen.task;
    const { commands } = of.platform;
    const asked = { context, of, seen, devices: input.devices };
    if (commands !== undefined) {
      const { command, notCarried } = known(commands.read(request, 'task'));
      const copied = await copiedCommandTargets(asked, command.targets);
      return {
        is: 'command',
        command: { ...command, name, targets: copied.targets },
        notCarried: told(...copied.notes, ...notCarried),
      };
    }
    if (!isKnownKind(kind)) throw refused({ code: 'kind_unknown', at: kind.slice(0, 64) });
    const read = known(of.platform.readCreate(kind, request));
    const copied = await copiedTargets(asked, read);
    const spaceId = await spaceOfCopy(asked, read, copied.first);
    const { task, notes } = await broughtTask(context, of, {
      ...read,
      name,
      spaceId,
      targets: copied.named,
    });
    return { ...task, targets: copied.set ?? task.targets, notCarried: told(...copied.notes, ...notes) };
  }),
};
