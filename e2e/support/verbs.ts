import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { product as products } from '#simulator/scenarios/utility-fleet.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import { resultAt } from '#simulator/world/results.ts';
import { type SimTask, statusOf, targetOf } from '#simulator/world/task.ts';
import type { Stack } from './stack.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// Names and structure are the same in both schemes; only these look at colours.
const colourRules = ['color-contrast', 'link-in-text-block'];

/** axe finds nothing on the page as it stands, in the light and in the dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    // What is half faded in has other colours.
    await expect.poll(() => page.evaluate(moving), 'animations that end').toBe(0);
    // Within the page, which has no frames, and with what is wrong alone: several times as fast, and finds the same.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
    const { violations } = await (colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(colourRules)).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
    expect(found, `axe, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}

const moving = () =>
  document
    .getAnimations()
    .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
    .length;

/** The cells of a row by the names of their columns, as a person reads a table. */
export async function cellsOf(table: Locator, row: Locator): Promise<Record<string, string>> {
  const names = await table.getByRole('columnheader').allInnerTexts();
  const cells = await row.getByRole('cell').allInnerTexts();
  return Object.fromEntries(names.map((name, at) => [name.trim(), (cells[at] ?? '').trim()]));
}

/** Lets devices live for a while; the console finds out by itself, as it does with a real platform. */
export function letPass(stack: Stack, duration: Parameters<Stack['world']['advance']>[0]): void {
  stack.world.advance(duration);
}

/** How often the platform took each device into a retry, by its own log. */
export function timesRetried(stack: Stack, taskId: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const entry of stack.log.entries) {
    if (entry.kind !== 'retry' || !entry.acted || entry.taskId !== taskId) continue;
    for (const device of entry.targets ?? []) times.set(device, (times.get(device) ?? 0) + 1);
  }
  return times;
}

/** IDs of devices of a product, in order of registration. Journeys that share a console each take devices of their own. */
export function deviceIds(
  { world: { fleet } }: Pick<Stack, 'world'>,
  kind: keyof typeof products,
  count: number,
  from = 0,
): string[] {
  const devices = [...(fleet.bySerial[products[kind]] ?? [])].slice(from, from + count);
  return devices.map((device) => deviceIdOf(fleet, device));
}

/** The platform's task with this ID, as it really is. */
export function truthOf({ world }: Stack, taskId: string): SimTask {
  world.settle();
  const task = [...world.tasks.values()].find((one) => one.taskId === taskId);
  if (task === undefined) throw new Error(`the platform has no task ${taskId}`);
  return task;
}

/** The task whose page is open. */
export const openTaskId = (page: Page): string => /\/tasks\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? '';

/** Moves the focus there by Tab alone, as somebody without a pointer does. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 80 && !(await isThere()); presses += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

/** Chooses one of the radio buttons of a page with the arrow keys. */
export async function arrowTo(page: Page, radio: Locator): Promise<void> {
  await expect(radio).toBeVisible();
  await tabTo(page, page.getByRole('radio').first());
  for (let presses = 0; presses < 12 && !(await radio.isChecked()); presses += 1) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { checked: true })).toBeFocused();
  }
  await expect(radio).toBeChecked();
}

/** The wizard's way on. Where something is missing it says what, and stays. */
export const next = (page: Page): Locator => page.getByRole('button', { name: /^Next: / });

/** Goes on to the wizard's next step and arrives there: a second press before would be one on the same step. */
export async function goOn(page: Page): Promise<void> {
  const label = await next(page).innerText();
  await next(page).click();
  await expect(page.getByRole('button', { name: label, exact: true })).toBeHidden();
}

/** Fills in an upgrade of these water meters, from the list of tasks up to the button that starts it. */
export async function fillIn(page: Page, name: string, devices: readonly string[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New task' }).click();
  await page.getByLabel('Task name').fill(name);
  await goOn(page);
  await page.getByRole('textbox', { name: 'Device IDs' }).fill(devices.join('\n'));
  await goOn(page);
  await choosePackage(page);
}

/** From the choice of a package for water meters up to the review. */
export async function choosePackage(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Use package 2.5.0' }).check();
  await goOn(page);
  await goOn(page);
}

/** Gives a file to whatever this button asks for one. */
export async function giveFile(page: Page, button: Locator, file: { name: string; mimeType: string; buffer: Buffer }) {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(file);
}

/** From the list, opens the one task of the world `half-failed`, and waits until the console has copied what became of its devices. */
export async function openHalfFailed(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /half_failed$/ })
    .first()
    .click();
  await expect(page.getByText('All 1,200 rows are copied').first()).toBeVisible();
}

/** Where people have accounts: an admin lets somebody of operations in, who signs in and lands on the list of tasks. */
export async function signInAt(page: Page, { url, setUpToken }: Stack & { setUpToken(): Promise<string> }) {
  const password = 'a password of some length';
  const admin = { name: 'wang.fang', password };
  const setUp = await fetch(`${url}/api/v1/session/set-up`, asJson({ ...admin, token: await setUpToken() }));
  const Cookie = setUp.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  await fetch(`${url}/api/v1/people`, asJson({ name: 'li.na', password, role: 'operations' }, { Cookie }));
  await page.goto(`${url}/sign-in`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('li.na');
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/tasks$/);
}

const asJson = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Devices of a task that have failed, all or with this code, by ID, as the platform knows it. */
export function failedIn(stack: Stack, taskId: string, code?: string): string[] {
  const { rows } = truthOf(stack, taskId);
  const failed = Array.from({ length: rows.size }, (_, row) => row).filter((row) => {
    const status = statusOf(rows, row);
    const result = resultAt(rows.result[row] ?? 0);
    return (status === 'Fail' || status === 'FailWaitRetry') && !result.ok && (code ?? result.code) === result.code;
  });
  return failed.map((row) => targetOf(stack.world.fleet, rows, row)).toSorted();
}

/** Starts the task once its devices were looked at. Where consoles are shared, some may be in a task of another journey. */
export async function startTask(page: Page, button: string): Promise<void> {
  const start = page.getByRole('button', { name: button });
  await expect(start).toBeEnabled();
  const warnings = page.getByRole('checkbox', { name: /^I have seen these warnings/ });
  if (await warnings.isVisible()) await warnings.check();
  await start.click();
}
