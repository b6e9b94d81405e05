/** What it costs to look at workbooks: the largest good one, and each hostile one. Prints time and growth of memory. */
import type { WorkbookKind } from '#shared/domain/workbook.ts';
import { createInspector } from '#server/workbooks/inspect.ts';
import { hostile, workbookOf } from '#server/workbooks/test-workbooks.ts';

const mebi = 1_048_576;
const inspect = createInspector();
const largest = () =>
  workbookOf([
    ['product_id', 'node_id', 'device_name', 'description'],
    ...Array.from({ length: 30_000 }, (_, at) => ['product', `SN${at}`, `Meter ${at}`, 'North gate']),
  ]);

async function measure(name: string, kind: WorkbookKind, bytes: Uint8Array): Promise<void> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const start = performance.now();
  const said = await inspect(kind, bytes).then(
    ({ rows }) => `${rows} rows`,
    (error: Error) => error.message,
  );
  const ms = Math.round(performance.now() - start);
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage.rss());
  console.log(`${name}: ${said}, ${ms} ms, RSS +${((peak - before) / mebi).toFixed(1)} MB`);
}

await measure('30,000 rows', 'createDevices', largest());
for (const [name, bytes] of hostile) await measure(name, 'deleteDevices', bytes());
