/**
 * The device search language (SearchDevices) and the rules of dynamic groups, which are its `where` part:
 * `select <fields|*|count(*)> from device [where ...] [order by marker [asc|desc]] [limit [offset,]rows]`.
 */
import { formatBasicTime } from '#wire/iotda/time.ts';
import { deviceStatus } from './device-status.ts';
import { deviceIdOf, deviceNameOf, deviceRecordId, type Fleet, nodeIdOf, productOf, tagsOf } from './fleet.ts';

export type QueryContext = { fleet: Fleet; seed: number; at: number };
export type DeviceTest = (device: number) => boolean;

export type DeviceQuery = {
  select: 'all' | 'count' | readonly string[];
  where: string | null;
  order: 'asc' | 'desc' | null;
  offset: number;
  rows: number;
};

/** Something is wrong with a query; the message says what. */
export class QueryError extends Error {}

const columns = [
  'app_id',
  'device_id',
  'gateway_id',
  'product_id',
  'device_name',
  'node_id',
  'status',
  'node_type',
  'tag_key',
  'tag_value',
  'sw_version',
  'fw_version',
  'group_id',
  'create_time',
  'marker',
] as const;
type Column = (typeof columns)[number];
const comparable: readonly Column[] = ['create_time', 'marker'];
const likeable: readonly Column[] = ['device_name', 'node_id', 'tag_key', 'tag_value'];
const listable: readonly Column[] = columns.filter((column) => column !== 'tag_key' && column !== 'tag_value');
const maxConditions = 5;
const limits = { offset: 500, rows: 50, defaultRows: 10 } as const;

const statement =
  /^\s*select\s+(.+?)\s+from\s+device(?:\s+where\s+(.+?))?(?:\s+order\s+by\s+marker(?:\s+(asc|desc))?)?(?:\s+limit\s+(?:(\d+)\s*,\s*)?(\d+))?\s*;?\s*$/is;

/** Reads a whole statement. Throws a QueryError. */
export function parseQuery(sql: string): DeviceQuery {
  const match = statement.exec(sql);
  if (match === null) throw new QueryError('The statement cannot be read.');
  const [, fields = '*', where, order, offset = '0', rows = String(limits.defaultRows)] = match;
  if (Number(offset) > limits.offset) throw new QueryError('The offset is out of range.');
  if (Number(rows) < 1 || Number(rows) > limits.rows) throw new QueryError('The number of rows is out of range.');
  const ordered = /\border\s+by\b/i.test(sql);
  return {
    select: readFields(fields),
    where: where ?? null,
    order: ordered ? (order?.toLowerCase() === 'desc' ? 'desc' : 'asc') : null,
    offset: Number(offset),
    rows: Number(rows),
  };
}

function readFields(fields: string): DeviceQuery['select'] {
  if (fields.trim() === '*') return 'all';
  if (/^count\(\s*\*\s*\)$/i.test(fields.trim())) return 'count';
  return fields.split(',').map((field) => readColumn(field.trim()));
}

function readColumn(word: string): Column {
  const column = columns.find((one) => one === word.toLowerCase());
  if (column === undefined) throw new QueryError(`The field ${word} does not exist.`);
  return column;
}

/** Compiles a `where` part to a test of one device. AND binds stronger than OR. Throws a QueryError. */
export function compileRule(where: string, context: QueryContext): DeviceTest {
  const tokens = tokenize(where);
  const alternatives: DeviceTest[][] = [[]];
  let conditions = 0;
  let index = 0;
  for (;;) {
    const [test, next] = readCondition(tokens, index, context);
    conditions += 1;
    if (conditions > maxConditions) throw new QueryError('There are more than five conditions.');
    alternatives.at(-1)?.push(test);
    index = next;
    const joint = tokens[index]?.text.toLowerCase();
    if (joint === undefined) break;
    if (joint === 'or') alternatives.push([]);
    else if (joint !== 'and') throw new QueryError(`Unexpected ${joint}.`);
    index += 1;
  }
  return (device) => alternatives.some((tests) => tests.every((test) => test(device)));
}

type Token = { text: string; quoted: boolean };

function tokenize(where: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:'((?:[^']|'')*)'|(!=|<>|=|<|>|\(|\)|,)|([A-Za-z0-9_.%-]+))/y;
  while (pattern.lastIndex < where.trimEnd().length) {
    const match = pattern.exec(where);
    if (match === null) throw new QueryError('The conditions cannot be read.');
    const [, quoted, sign, word] = match;
    tokens.push({ text: quoted?.replaceAll("''", "'") ?? sign ?? word ?? '', quoted: quoted !== undefined });
  }
  return tokens;
}

function readCondition(tokens: Token[], from: number, context: QueryContext): [test: DeviceTest, next: number] {
  const column = readColumn(tokens[from]?.text ?? '');
  const values = valuesOf(column, context);
  const any =
    (matches: (value: string) => boolean): DeviceTest =>
    (device) =>
      values(device).some(matches);
  const operator = tokens[from + 1]?.text.toLowerCase() ?? '';
  const operand = tokens[from + 2]?.text;

  if (operator === 'in' || (operator === 'not' && operand?.toLowerCase() === 'in')) {
    if (!listable.includes(column)) throw new QueryError(`in cannot be used with ${column}.`);
    const [list, next] = readList(tokens, operator === 'in' ? from + 2 : from + 3);
    const inside = any((value) => list.includes(value));
    return [operator === 'in' ? inside : (device) => !inside(device), next];
  }
  if (operand === undefined) throw new QueryError('A condition is incomplete.');
  if (operator === '=') return [any((value) => value === operand), from + 3];
  if (operator === '!=' || operator === '<>') return [(device) => !values(device).includes(operand), from + 3];
  if (operator === '<' || operator === '>') {
    if (!comparable.includes(column)) throw new QueryError(`${operator} cannot be used with ${column}.`);
    return [any((value) => (operator === '<' ? value < operand : value > operand)), from + 3];
  }
  if (operator === 'like') {
    if (!likeable.includes(column)) throw new QueryError(`like cannot be used with ${column}.`);
    if (!/^[^%]{4,}%$/.test(operand)) throw new QueryError('like takes at least four characters and a trailing %.');
    return [any((value) => value.startsWith(operand.slice(0, -1))), from + 3];
  }
  throw new QueryError(`Unexpected ${operator}.`);
}

function readList(tokens: Token[], from: number): [list: string[], next: number] {
  if (tokens[from]?.text !== '(') throw new QueryError('A list must be in parentheses.');
  const list: string[] = [];
  let index = from + 1;
  for (;;) {
    const token = tokens[index];
    if (token === undefined) throw new QueryError('A list is not closed.');
    index += 1;
    if (!token.quoted && token.text === ')') return [list, index];
    if (token.quoted || token.text !== ',') list.push(token.text);
  }
}

/** The values a device has in a column: several for tags and groups. */
function valuesOf(column: Column, { fleet, seed, at }: QueryContext): (device: number) => string[] {
  const { catalogue } = fleet;
  switch (column) {
    case 'app_id':
      return (device) => [catalogue.spaces[productOf(fleet, device).space]?.appId ?? ''];
    case 'device_id':
      return (device) => [deviceIdOf(fleet, device)];
    case 'gateway_id':
      return (device) => [deviceIdOf(fleet, fleet.gateway[device] ?? device)];
    case 'product_id':
      return (device) => [productOf(fleet, device).productId];
    case 'device_name':
      return (device) => [deviceNameOf(fleet, device)];
    case 'node_id':
      return (device) => [nodeIdOf(fleet, device)];
    case 'status':
      return (device) => [deviceStatus(fleet, seed, device, at)];
    case 'node_type':
      return (device) => [nodeTypeOf(fleet, device)];
    case 'tag_key':
      return (device) => tagsOf(fleet, device).map((tag) => tag.tag_key);
    case 'tag_value':
      return (device) => tagsOf(fleet, device).map((tag) => tag.tag_value);
    case 'sw_version':
      return (device) => [fleet.versions[fleet.software[device] ?? 0] ?? ''];
    case 'fw_version':
      return (device) => [fleet.versions[fleet.firmware[device] ?? 0] ?? ''];
    case 'group_id':
      return (device) => staticGroupsOf(fleet, device);
    case 'create_time':
      return (device) => [formatBasicTime((fleet.registered[device] ?? 0) * 1000)];
    case 'marker':
      return (device) => [deviceRecordId(fleet, device)];
  }
}

export function staticGroupsOf(fleet: Fleet, device: number): string[] {
  const bits = fleet.groups[device] ?? 0;
  return fleet.catalogue.groups
    .filter((group) => group.type === 'STATIC' && (bits & (1 << group.bit)) !== 0)
    .map((group) => group.groupId);
}

export function nodeTypeOf(fleet: Fleet, device: number): 'GATEWAY' | 'ENDPOINT' {
  return fleet.gateway[device] === device ? 'GATEWAY' : 'ENDPOINT';
}
