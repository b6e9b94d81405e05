import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { deviceIds, expectAccessible, goOn, tabTo } from '#e2e/support/verbs.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });
/** What was entered is no longer said to be saved from the moment it is entered. */
const saved = (page: Page) => expect(page.getByText(/^Draft saved /)).toBeVisible();
const begin = (page: Page, { url }: Stack) => page.goto(`${url}/c/simulator/tasks/new?another=yes`);
const list = (page: Page) => page.getByRole('table', { name: 'Drafts' });

async function resume(page: Page, name: string, { url }: Stack): Promise<void> {
  await page.goto(`${url}/c/simulator/tasks/drafts`);
  await list(page).getByRole('link', { name }).click();
}

test('the tab is killed at each step, and the draft goes on in a new one', async ({ context, ownStack }) => {
  const meters = deviceIds(ownStack, 'waterMeter', 3).join('\n');
  const killAndResume = async (tab: Page) => {
    await saved(tab);
    await tab.close();
    const another = await context.newPage();
    await resume(another, 'killed_often', ownStack);
    return another;
  };
  let tab = await context.newPage();
  await begin(tab, ownStack);
  await tab.getByLabel('Task name').fill('killed_often');
  tab = await killAndResume(tab);
  await expect(heading(tab, 'What should be done?')).toBeVisible();
  await expect(tab.getByLabel('Task name')).toHaveValue('killed_often');
  await goOn(tab);
  await tab.getByRole('textbox', { name: 'Device IDs' }).fill(meters);
  tab = await killAndResume(tab);
  await expect(heading(tab, 'Which devices?')).toBeVisible();
  await expect(tab.getByRole('textbox', { name: 'Device IDs' })).toHaveValue(meters);
  await goOn(tab);
  await tab.getByRole('radio', { name: 'Use package 2.5.0' }).check();
  tab = await killAndResume(tab);
  await expect(heading(tab, 'What should be installed?')).toBeVisible();
  await expect(tab.getByRole('radio', { name: 'Use package 2.5.0' })).toBeChecked();
  await goOn(tab);
  await tab.getByLabel('Retries per device').fill('2');
  await tab.getByLabel('Minutes between retries').fill('7');
  tab = await killAndResume(tab);
  await expect(heading(tab, 'When, and what if a device fails?')).toBeVisible();
  await expect(tab.getByLabel('Minutes between retries')).toHaveValue('7');
  await goOn(tab);
  // It takes the focus once the step is noted.
  await expect(heading(tab, 'Check, then start')).toBeFocused();
  tab = await killAndResume(tab);
  await expect(heading(tab, 'Check, then start')).toBeVisible();
  await tab.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await tab.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  await tab.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
  await tab.getByRole('main').getByRole('link', { name: 'Drafts' }).click();
  await expect(heading(tab, 'Templates')).toBeVisible();
  await expect(list(tab).getByRole('link', { name: 'killed_often' })).toBeHidden();
  await tab.close();
});

test('a draft goes on in another browser after signing in there', async ({ page, browser, ownStack }) => {
  await begin(page, ownStack);
  await page.getByLabel('Task name').fill('on_the_move');
  await goOn(page);
  await page.getByRole('textbox', { name: 'Device IDs' }).fill('dev-1\ndev-2');
  await saved(page);
  const elsewhere = await browser.newContext({ baseURL: ownStack.url });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in?next=/c/simulator/tasks/drafts');
  await other.getByRole('button', { name: /^Operations/ }).click();
  const row = list(other).getByRole('row', { name: /on_the_move/ });
  await expect(row).toContainText('Firmware upgrade');
  await expect(row.getByRole('cell').nth(2)).toHaveText('2');
  await row.getByRole('link', { name: 'on_the_move' }).click();
  await expect(other.getByRole('textbox', { name: 'Device IDs' })).toHaveValue('dev-1\ndev-2');
  await elsewhere.close();
});

test('two tabs change the same draft: nothing is lost without a person saying so', async ({
  page,
  context,
  ownStack,
}) => {
  await begin(page, ownStack);
  await page.getByLabel('Task name').fill('of_two_tabs');
  await saved(page);
  const other = await context.newPage();
  await resume(other, 'of_two_tabs', ownStack);
  await other.getByLabel('Task name').fill('of_the_second_tab');
  await saved(other);
  await page.getByLabel('Task name').fill('of_the_first_tab');
  const said = page.getByRole('alert').filter({ hasText: 'changed in another tab' });
  await expect(said).toBeVisible();
  await expectAccessible(page);
  await said.getByRole('button', { name: 'Load the other version' }).click();
  await expect(page.getByLabel('Task name')).toHaveValue('of_the_second_tab');
  await expect(said).toBeHidden();

  await other.getByLabel('Task name').fill('once_more');
  await saved(other);
  await page.getByLabel('Task name').fill('of_the_first_tab');
  await said.getByRole('button', { name: 'Save this in its place' }).click();
  await saved(page);
  await other.reload();
  await expect(other.getByLabel('Task name')).toHaveValue('of_the_first_tab');
});

test('only what could not be saved keeps a person from leaving', async ({ page, context, ownStack }) => {
  await begin(page, ownStack);
  await page.getByLabel('Task name').fill('saved_late');
  await saved(page);
  const tasks = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' });
  await context.setOffline(true);
  await page.getByLabel('Task name').fill('saved_later');
  await expect(page.getByText('The draft could not be saved')).toBeVisible();
  await tasks.click();
  const asked = page.getByRole('dialog', { name: 'Leave this page?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Save now' }).click();
  await saved(page);
  await tasks.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();
  await resume(page, 'saved_later', ownStack);
  await expect(page.getByLabel('Task name')).toHaveValue('saved_later');
});

test('drafts by keyboard: duplicated, and deleted after a question', async ({ page, ownStack }) => {
  await begin(page, ownStack);
  await page.getByLabel('Task name').fill('twice');
  await saved(page);
  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  await tabTo(page, page.getByRole('button', { name: 'Duplicate twice', exact: true }));
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('link', { name: 'twice_copy' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Delete… twice_copy' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('dialog', { name: 'Delete “twice_copy”?' });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, asked.getByRole('button', { name: 'Delete' }));
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('link', { name: 'twice_copy' })).toBeHidden();
  await expect(list(page).getByRole('link', { name: 'twice', exact: true })).toBeVisible();
});

test('the address of a draft that is gone says so', async ({ page, signIn }) => {
  await signIn('operations');
  await page.goto('/c/simulator/tasks/new/0123456789abcdef');
  await expect(page.getByText('There is no such draft')).toBeVisible();
  await expectAccessible(page);
});
