/**
 * What the rows of a batch-task file say. The vendor's template workbooks are known by name only, so their columns are a
 * guess (docs/simulator-differences.md): a first row of known names decides, and without one the order below.
 */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';

const columns = [
  'device_id',
  'product_id',
  'node_id',
  'device_name',
  'description',
  'gateway_id',
  'secret',
  'fingerprint',
] as const;
type Column = (typeof columns)[number];

/** One row: its non-empty cells by column. */
export type FileRecord = Partial<Record<Column, string>>;

/** The order of columns in a file without a row of names. */
const usualOrder: Partial<Record<KnownTaskType, readonly Column[]>> = {
  createDevices: ['product_id', 'node_id', 'device_name', 'description', 'gateway_id', 'secret', 'fingerprint'],
  updateDevices: ['device_id', 'device_name', 'description'],
  changeGateway: ['device_id', 'gateway_id'],
};

export function recordsOf(type: KnownTaskType, rows: readonly (readonly string[])[]): FileRecord[] {
  const named = (rows[0] ?? []).map((cell) => {
    const plain = cell
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, '_')
      .replaceAll(/^_+|_+$/g, '');
    return columns.find((column) => column === plain) ?? null;
  });
  const hasNames = named.some((column) => column !== null);
  const order = hasNames ? named : (usualOrder[type] ?? ['device_id']);
  return (hasNames ? rows.slice(1) : rows).map((row) => {
    const record: FileRecord = {};
    for (const [index, column] of order.entries()) {
      const cell = row[index] ?? '';
      if (column !== null && cell !== '') record[column] = cell;
    }
    return record;
  });
}

/** How a row is named among the subtasks: its device ID, else product ID and node ID as in a default device ID. */
export const targetOfRecord = ({
  device_id: deviceId,
  product_id: productId = '',
  node_id: nodeId = '',
}: FileRecord): string => deviceId ?? `${productId}_${nodeId}`;
