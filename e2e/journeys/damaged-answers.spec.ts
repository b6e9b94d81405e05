import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { goOn, letPass } from '#e2e/support/verbs.ts';

/** Damaged documents (tasks, subtasks, products, ...) that have to come by, by the call that brings them. */
const enough = { list: 10, show: 500, products: 1, packages: 1, groups: 1 } as const;
/** How often the pages are gone through at least. */
const fewestRounds = 6;
/**
 * Some calls are damaged every time: they are made once in minutes. The others only now and then, because a platform that answers
 * half of its calls with nonsense is spared, and nothing more would come by.
 */
const always = ['products', 'product', 'packages', 'package', 'groups'] as const;
const often = ['list', 'show'] as const;
const oftenRate = 0.4;

test.use({ ownScenario: 'demo' });

/** Names and states of tasks are damaged as well, so pages are known by what the console itself says. */
async function expectPage(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(
    page.getByRole('heading', { level: 1 }).or(page.getByRole('main').getByRole('alert')).first(),
  ).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/\S/);
  await expect(page.getByText('The console made a mistake')).toBeHidden();
}

async function lookAtTask(page: Page): Promise<void> {
  const tabs = page.getByRole('tab');
  await expectPage(page);
  for (let tab = 0; tab < (await tabs.count()); tab += 1) {
    await tabs.nth(tab).click();
    await expectPage(page);
  }
}

async function lookAtNewTask(page: Page): Promise<void> {
  // The draft of the last visit would go on at the step where it was left.
  await page.goto(new URL('/c/simulator/tasks/new?step=type', page.url()).href);
  const name = page.getByLabel('Task name');
  // After many damaged answers nothing is asked for a while: the form then cannot be opened, and the page says so.
  await expect(name.or(page.getByRole('main').getByRole('alert')).first()).toBeVisible();
  await expectPage(page);
  if (!(await name.isVisible())) return;
  await name.fill('damaged');
  await goOn(page);
  for (const source of ['Groups', 'Search', 'Device list']) {
    await page.getByRole('tab', { name: source }).click();
    await expectPage(page);
  }
  await page.getByRole('textbox', { name: 'Device IDs' }).fill('one-device');
  await goOn(page);
  await expectPage(page);
}

test('500 damaged answers of the platform: every page stands, and afterwards everything is right again', async ({
  page,
  ownStack,
}) => {
  const { world, log } = ownStack;
  const tasks = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' });
  const rows = page.getByRole('table', { name: 'Batch tasks' }).getByRole('link');
  await expect(rows.first()).toBeVisible();
  log.clear();
  const damage = [
    ...always.map((match) => ({ match, rate: 1 })),
    ...often.map((match) => ({ match, rate: oftenRate })),
  ];
  const off = damage.map((one, nth) => world.fault({ ...one, kind: 'mutated', seed: 20_261_121 + nth }));
  for (let round = 0; round < fewestRounds || !hasEnough(ownStack); round += 1) {
    // Devices end meanwhile, so the console asks for them again.
    letPass(ownStack, '2 min');
    await tasks.click();
    await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();
    await expectPage(page);
    // A list that is read anew has other rows: the one that was meant may be gone.
    const open = async () => rows.nth(round % (await rows.count())).click({ timeout: 5_000 });
    await expect(open).toPass();
    await lookAtTask(page);
    if (round % 3 === 0) await lookAtNewTask(page);
    // The page is read anew now and then: nothing that was kept in memory helps.
    if (round % 5 === 4) await page.reload();
    await expectPage(page);
  }
  for (const end of off) end();
  test.info().annotations.push({ type: 'damaged answers', description: JSON.stringify(seen(ownStack)) });
  await tasks.click();
  await expect(page.getByRole('link', { name: '全网水表_2_5_0' }).first()).toBeVisible();
});

/** How many damaged documents each call has brought. */
function seen({ log }: Stack): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, damaged = 0 } of log.entries) counts[kind] = (counts[kind] ?? 0) + damaged;
  return counts;
}

function hasEnough(stack: Stack): boolean {
  const counts = seen(stack);
  return Object.entries(enough).every(([kind, least]) => (counts[kind] ?? 0) >= least);
}
