import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';

test.use({ scenario: 'half-failed' });

const steps = ['type', 'targets', 'document', 'policy', 'review'].map((step) => `/c/simulator/tasks/new?step=${step}`);
const tabs = ['overview', 'devices', 'failures', 'document', 'history'];

/** Nothing sticks out to the side, so that nobody has to push a whole page to and fro. */
async function expectToFit(page: Page) {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, page.url()).toBe(0);
}

/** A style sheet in the body makes the browser lay out the whole page for every one that comes with a later part. */
const expectStylesInHead = (page: Page) => expect(page.locator('body style'), page.url()).toHaveCount(0);

async function choose(page: Page, menu: string, entry: string) {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitemradio', { name: entry }).click();
  await expect(page.getByRole('menu')).toBeHidden();
}

test('every page fits a phone', async ({ page, stack, signIn }) => {
  const [task] = stack.world.tasks.values();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: /^Operations/ })).toBeVisible();
  await expectToFit(page);
  await signIn('operations');
  await expect(page.getByText(/half_failed/).first()).toBeVisible();
  await expectToFit(page);
  for (const step of steps) {
    await page.goto(step);
    await expect(page.getByRole('heading', { level: 1, name: 'New task' })).toBeVisible();
    await expectToFit(page);
    await expectStylesInHead(page);
  }
  for (const tab of tabs) {
    await page.goto(`/c/simulator/tasks/${task?.taskId}?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    if (tab === 'devices') await expect(page.getByText('1–50 of 1,200')).toBeVisible();
    await expectToFit(page);
    await expectStylesInHead(page);
  }
  await page.getByRole('button', { name: 'Retry failed' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectToFit(page);
});

test('Chinese and dark, over every page; both stay chosen', async ({ page, stack, signIn }) => {
  const [task] = stack.world.tasks.values();
  await signIn('operations');
  await choose(page, 'Colour scheme', 'Dark');
  await choose(page, 'Language', '简体中文');
  const html = page.locator('html');
  const chosen = async () => {
    await expect(html).toHaveAttribute('lang', 'zh-CN');
    await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  };
  await chosen();
  await expect(page.getByRole('heading', { level: 1, name: '批量任务' })).toBeVisible();
  for (const step of steps) {
    await page.goto(step);
    await expect(page.getByRole('heading', { level: 1, name: '新建任务' })).toBeVisible();
    await chosen();
  }
  for (const tab of tabs) {
    await page.goto(`/c/simulator/tasks/${task?.taskId}?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(page.getByRole('button', { name: '重试失败设备' })).toBeVisible();
  }
  await page.reload();
  await chosen();
  const another = await page.context().newPage();
  await another.goto('/');
  await expect(another.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(another.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('what narrows the list is in the address, and an old or broken address breaks nothing', async ({
  page,
  ownStack,
}) => {
  await page.getByRole('searchbox', { name: 'Name, ID or note' }).fill('half');
  await expect(page).toHaveURL(/q=half/);
  const filter = page.getByRole('combobox', { name: 'Add a filter' });
  await filter.fill('Failed');
  await page.getByRole('option', { name: 'State is Failed' }).click();
  await expect(page.getByText('No task matches')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Name, ID or note' })).toHaveValue('half');
  await expect(page.getByText('No task matches')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: /half_failed$/ }).first()).toBeVisible();
  await page.goto(`${ownStack.url}/c/simulator/tasks?state=exploded&cursor=nonsense&limit=-1`);
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();
  await expect(page.getByRole('link', { name: /half_failed$/ }).first()).toBeVisible();
});
