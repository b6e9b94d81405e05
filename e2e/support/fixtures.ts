import { test as base, expect, type Page } from '@playwright/test';
import type { Role } from '#shared/domain/roles.ts';
import { makeWaves, type Waves } from './elsewhere.ts';
import { openStack, type Stack } from './stack.ts';

type Options = {
  /** The world of the console that journeys share. */
  scenario: string;
  /** The world of `ownStack`, where it is another one. */
  ownScenario: string;
  /** Tasks that somebody has made on the platform of `ownStack` before the console looks there for the first time. */
  ownWaves: Waves;
  /** Who is signed in at `ownStack`. */
  ownRole: Role;
};
type WorkerFixtures = {
  /** The console of this worker with that world, anew for each round of `--repeat-each`. Another one takes the place of the last. */
  shared(scenario: string, round: number): Promise<Stack>;
};
type Fixtures = Options & {
  /** A console that journeys of a worker share; none leaves anything there that another could stumble over. */
  stack: Stack;
  /** A console of this test alone: what is done to its tasks or platform disturbs nobody. Signed in, and on the task list. */
  ownStack: Stack;
  /** Signs in, and opens the task list or another address. */
  signIn(role: Role, address?: string): Promise<void>;
  /** What a person would find in the browser's console; a journey fails when there is anything. */
  complaints: string[];
};

/** Consoles with their pages, which fail on any error or content-policy violation. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  scenario: ['quiet-fleet', { option: true }],
  ownScenario: [async ({ scenario }, use) => use(scenario), { option: true }],
  ownWaves: [{ count: 0, devicesEach: 0 }, { option: true }],
  ownRole: ['operations', { option: true }],
  shared: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads there what a fixture needs, and insists on a pattern.
    async ({}, use) => {
      let open: { key: string; stack: Stack } | undefined;
      await use(async (scenario, round) => {
        const key = `${scenario} ${round}`;
        if (open?.key === key) return open.stack;
        await open?.stack.close();
        open = undefined;
        open = { key, stack: await openStack(scenario) };
        return open.stack;
      });
      await open?.stack.close();
    },
    { scope: 'worker' },
  ],
  stack: async ({ shared, scenario }, use, { repeatEachIndex }) => use(await shared(scenario, repeatEachIndex)),
  baseURL: async ({ stack }, use) => use(stack.url),
  ownStack: async ({ page, ownScenario, ownWaves, ownRole }, use) => {
    const own = await openStack(ownScenario, (begun) => makeWaves(begun, ownWaves));
    await becomeDemo(page, own, ownRole);
    // A list that is opened earlier offers the rest behind a button.
    await expect.poll(() => tasksKnown(page, own)).toBeGreaterThanOrEqual(own.world.tasks.size);
    await page.goto(own.url);
    await page.waitForURL(/\/tasks$/);
    await use(own);
    // A page that is still fetching its parts would complain that the console is gone.
    await page.goto('about:blank');
    await own.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      listenTo(page, complaints);
      await use(complaints);
      expect(complaints, 'errors and content-policy violations in the browser').toEqual([]);
    },
    { auto: true },
  ],
  signIn: async ({ page, stack }, use) => {
    await use(async (role, address = '/') => {
      await becomeDemo(page, stack, role);
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });
  },
});

/** Signs in to the demonstration as its button for this role does. That the buttons do so, three journeys tell. */
async function becomeDemo(page: Page, { url }: Stack, role: Role): Promise<void> {
  const answer = await page.request.post(`${url}/api/v1/session/demo`, { data: { role } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function tasksKnown(page: Page, { url }: Stack): Promise<number> {
  const answer = await page.request.get(`${url}/api/v1/connections/simulator/tasks?limit=1`);
  return ((await answer.json()) as { total: number }).total;
}

function listenTo(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is a state of the page, which the page shows; the browser's own line about it is not ours.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`console: ${message.text()}`);
  });
}

export { expect };
