import { test as base, expect, type Page } from '@playwright/test';
import type { Role } from '#shared/domain/roles.ts';
import { openStack, type Stack } from './stack.ts';

type Options = {
  /** The world of the worker's console; a file that needs another one gets a worker of its own. */
  scenario: string;
  /** How much faster than the clock devices behave. */
  speed: number;
};
type WorkerFixtures = Options & { stack: Stack };
type Fixtures = {
  /** Who is signed in at `ownStack`. */
  ownRole: Role;
  /** A console of this test alone: what is done to its tasks or platform disturbs nobody. Signed in, and on the task list. */
  ownStack: Stack;
  /** Signs in with one click and lands on the task list. */
  signIn(role: Role): Promise<void>;
  /** What a person would find in the browser's console; a journey fails when there is anything. */
  complaints: string[];
};

/** One console per worker, and pages that fail on any error or content-policy violation. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  scenario: ['quiet-fleet', { option: true, scope: 'worker' }],
  speed: [1, { option: true, scope: 'worker' }],
  stack: [
    async ({ scenario, speed }, use) => {
      const stack = await openStack(scenario, speed);
      await use(stack);
      await stack.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ stack }, use) => use(stack.url),
  ownRole: ['operations', { option: true }],
  ownStack: async ({ page, scenario, ownRole }, use) => {
    const own = await openStack(scenario, 1);
    await page.goto(`${own.url}/sign-in`);
    await page.getByRole('button', demoOf(ownRole)).click();
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
  signIn: async ({ page }, use) => {
    await use(async (role) => {
      await page.goto('/sign-in');
      await page.getByRole('button', demoOf(role)).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForURL(/\/c\/[^/]+\/tasks/);
    });
  },
});

/** The button that signs in to the demonstration as this role. */
function demoOf(role: Role): { name: RegExp } {
  const name = { operations: 'Operations', support: 'Support', manager: 'Manager', admin: 'Admin' }[role];
  return { name: new RegExp(`^${name}`) };
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
