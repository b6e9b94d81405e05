import { list } from '#e2e/support/ended-tasks.ts';
import { expect, test } from '#e2e/support/fixtures.ts';

test.use({ ownScenario: 'demo' });

test('everybody has four ready-made views, and one’s own view is nobody else’s until it is shared', async ({
  page,
  ownStack,
  browser,
}) => {
  const view = page.getByRole('button', { name: /^View: / });
  const choose = async (name: string) => {
    await view.click();
    await page.getByRole('menuitemradio', { name, exact: true }).click();
    await expect(page.getByRole('button', { name: `View: ${name}`, exact: true })).toBeVisible();
  };
  await choose('Running');
  await expect(list(page).getByRole('link', { name: '全网水表_2_5_0', exact: true })).toBeVisible();
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toHaveCount(0);
  await choose('Needs attention');
  await expect(list(page).getByRole('link', { name: 'Retired_group_3_3_0', exact: true })).toBeVisible();
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toHaveCount(0);
  await choose('Failed today');
  await expect(page).toHaveURL(/failedSince=today/);
  await expect(list(page).getByRole('link', { name: 'Gateway_agent_5_0_1' })).toHaveCount(0);
  await choose('Mine');
  await expect(page.getByText('No task matches')).toBeVisible();
  await choose('All tasks');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Rows close together' }).check();
  await page.getByRole('checkbox', { name: 'By', exact: true }).uncheck();
  await page.getByRole('button', { name: 'Move Failed forward' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save as…' }).click();
  await page.getByLabel('Name of the view').fill('Close together');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'View: Close together', exact: true })).toBeVisible();
  await page.reload();
  const headers = () => list(page).getByRole('columnheader').allInnerTexts();
  await expect.poll(headers).toEqual(['', 'Name and ID', 'Type', 'State', 'Failed', 'Progress', 'Created', 'Actions']);

  const other = await browser.newContext({ locale: 'en-US' });
  const theirs = await other.newPage();
  await theirs.goto(`${ownStack.url}/sign-in`);
  await theirs.getByRole('button', { name: /^Support/ }).click();
  await theirs.getByRole('button', { name: /^View: / }).click();
  await expect(theirs.getByRole('menuitemradio', { name: 'Needs attention' })).toBeVisible();
  await expect(theirs.getByRole('menuitemradio', { name: /Close together/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop sharing' })).toBeVisible();
  await theirs.reload();
  await theirs.getByRole('button', { name: /^View: / }).click();
  await expect(theirs.getByRole('menuitemradio', { name: 'Close together (by Operations)' })).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Delete view' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
  await expect(page.getByRole('button', { name: /^View: All tasks/ })).toBeVisible();
});
