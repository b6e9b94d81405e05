/** The platform's search, an SQL of its own: no nesting, five conditions, 400 characters. (SearchDevices) */
import { SearchDevicesRequest } from '#wire/iotda/devices.ts';
import { statusWordOf } from './iotda-words.ts';
import { PlatformError } from './port.ts';
import type { DeviceSearch } from './port-inventory.ts';

const maxConditions = 5;
/** Letters in a prefix: fewer are refused. */
const shortestPrefix = 4;
/** What can stand between quotes. How a quote itself would be written is nowhere documented, so it is not let through. */
const plainText = /^[^'"`\\;%\p{Cc}]{1,128}$/u;

/**
 * The statement for a page, newest first, or for the number of all. Throws a PlatformError `refused` for what the search cannot
 * express: too many conditions, a prefix that is too short, a quote in a value.
 */
export function searchSql(search: DeviceSearch, want: 'count' | { marker: string | null; rows: number }): string {
  const marker = want === 'count' ? null : want.marker;
  const conditions = [...conditionsOf(search), ...(marker === null ? [] : [`marker < ${quoted(marker)}`])];
  if (conditions.length > maxConditions) throw new PlatformError('refused');
  const where = ` where ${conditions.join(' and ')}`;
  const sql =
    want === 'count'
      ? `select count(*) from device${where}`
      : `select * from device${where} order by marker desc limit ${want.rows}`;
  if (!SearchDevicesRequest.safeParse({ sql }).success) throw new PlatformError('refused');
  return sql;
}

function conditionsOf(search: DeviceSearch): string[] {
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`${column} = ${quoted(value)}`];
  const other = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`${column} != ${quoted(value)}`];
  return [
    ...equal('app_id', search.spaceId),
    ...equal('product_id', search.productId),
    ...equal('status', search.status && statusWordOf[search.status]),
    ...equal('group_id', search.groupId),
    ...equal('fw_version', search.firmwareVersion),
    ...other('fw_version', search.notFirmwareVersion),
    ...equal('sw_version', search.softwareVersion),
    ...other('sw_version', search.notSoftwareVersion),
    ...prefix('device_name', search.namePrefix),
    ...prefix('node_id', search.nodeIdPrefix),
    ...equal('tag_key', search.tag?.key),
    ...equal('tag_value', search.tag?.value),
  ];
}

function prefix(column: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  if ([...value].length < shortestPrefix || !plainText.test(value)) throw new PlatformError('refused');
  return [`${column} like '${value}%'`];
}

function quoted(value: string): string {
  if (!plainText.test(value)) throw new PlatformError('refused');
  return `'${value}'`;
}
