/**
 * The devices of a task of 30,000 in a browser whose processor is slowed down four times: how much of the page is there at rest and
 * while a person turns pages, and how long the slowest answer to a click or a key takes while filtering, sorting and selecting.
 */
import { chromium, type Page } from '@playwright/test';
import { openStack } from '#e2e/support/stack.ts';
import { chromiumArgs, findChromium } from '#scripts/browser.ts';
import { report } from './measure.ts';

const goals = { rows: 60, nodes: 1_000, interactionMs: 50 };
const jumps = 90;
const slowdown = 4;

type Drawn = { rows: number; nodes: number };
/** What the browser says of an interaction: from the event until the next picture, in steps of 8 ms. */
type Timed = { name: string; on: string; ms: number; handlerMs: number };

const stack = await openStack('thirty-thousand', 1);
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs() });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  await open(page);
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const atRest = await drawn(page);
  const turning = await turnPages(page);
  await listen(page);
  await workWith(page);
  // An event is told of after the picture that answers it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 500))));
  const timed = await page.evaluate(() => (globalThis as unknown as { timed: Timed[] }).timed);

  console.log(`devices of a task of 30,000, the browser ${slowdown} times slower:`);
  report('  rows in the document at rest', atRest.rows, { goal: goals.rows, unit: '' });
  report(`  rows at most during ${jumps} jumps`, turning.rows, { goal: goals.rows, unit: '' });
  report('  nodes of the whole page at rest', atRest.nodes, { goal: goals.nodes, unit: '' });
  report(`  nodes at most during ${jumps} jumps`, turning.nodes, { goal: goals.nodes, unit: '' });
  const slowest = timed.toSorted((a, b) => b.ms - a.ms);
  const worst = slowest[0];
  if (worst === undefined) throw new Error('the browser timed no interaction');
  report(`  slowest of ${timed.length} events`, worst.ms, { goal: goals.interactionMs, unit: 'ms' });
  for (const { name, on, ms, handlerMs } of slowest.slice(0, 5))
    console.log(`    ${name} on ${on}: ${ms} ms until it was painted, ${handlerMs.toFixed(0)} ms of it handlers`);
} finally {
  await browser.close();
  await stack.close();
}

async function open(page: Page): Promise<void> {
  await page.goto(`${stack.url}/sign-in`);
  await page.getByRole('button', { name: /^Operations/ }).click();
  await page.getByRole('link', { name: 'All_meters_2_5_0', exact: true }).click();
  await page.getByText('All 30,000 rows are copied').first().waitFor({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page.getByText('1–50 of 30,000').waitFor();
}

function drawn(page: Page): Promise<Drawn> {
  return page.evaluate(() => ({
    rows: document.querySelectorAll('[role=tabpanel] tr, [role=tabpanel] [role=row]').length,
    nodes: document.body.querySelectorAll('*').length,
  }));
}

/** To the end and back, a page at a time between; the most that was ever drawn. */
async function turnPages(page: Page): Promise<Drawn> {
  const most: Drawn = { rows: 0, nodes: 0 };
  const ways = ['Next', 'Next', 'Last', 'Previous', 'Previous', 'First'];
  for (let jump = 0; jump < jumps; jump += 1) {
    const before = await page.getByText(/^[\d,]+–[\d,]+ of 30,000$/).innerText();
    await page.getByRole('button', { name: ways[jump % ways.length] ?? 'First', exact: true }).click();
    let now = before;
    while (now === before) {
      const { rows, nodes } = await drawn(page);
      most.rows = Math.max(most.rows, rows);
      most.nodes = Math.max(most.nodes, nodes);
      now = await page.getByText(/^[\d,]+–[\d,]+ of 30,000$/).innerText();
    }
  }
  return most;
}

/** Keeps what the browser says of each interaction from now on. */
function listen(page: Page): Promise<void> {
  return page.evaluate(() => {
    const timed: Timed[] = [];
    Object.assign(globalThis, { timed });
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        // 0: nothing that a person did.
        if (entry.interactionId === 0) continue;
        const target = entry.target instanceof Element ? entry.target : null;
        const on = target?.getAttribute('aria-label') ?? target?.textContent?.slice(0, 30) ?? 'what is gone';
        timed.push({
          name: entry.name,
          on,
          ms: entry.duration,
          handlerMs: entry.processingEnd - entry.processingStart,
        });
      }
    });
    observer.observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
}

/** Filters, sorts and selects as a person does; each step waits for what it leads to. */
async function workWith(page: Page): Promise<void> {
  const devices = page.getByRole('table', { name: 'Devices of the task' });
  const order = page.getByRole('combobox', { name: 'Order' });
  for (let round = 0; round < 3; round += 1) {
    await page.getByRole('searchbox', { name: 'Device ID' }).pressSequentially('0123', { delay: 120 });
    await page
      .getByText(/of [\d,]{1,5}$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('1–50 of 30,000').waitFor();
    for (const way of ['Latest change first', 'Error', 'Device ID']) {
      await order.click();
      await page.getByRole('option', { name: way }).first().click();
      await devices.and(page.locator('[aria-busy=false]')).waitFor();
    }
    await page.getByRole('button', { name: /^Failed [\d,]+/ }).click();
    await devices
      .getByRole('checkbox', { name: /^Select / })
      .nth(1)
      .waitFor();
    for (const nth of [1, 2, 3])
      await devices
        .getByRole('checkbox', { name: /^Select / })
        .nth(nth)
        .click();
    await devices.getByRole('checkbox', { name: /rows of this page/ }).click();
    await devices.getByRole('checkbox', { name: /rows of this page/ }).click();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('1–50 of 30,000').waitFor();
  }
}
