import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, tabTo } from '#e2e/support/verbs.ts';

test.use({ ownScenario: 'mid-rollout' });

const wave = 'Meters_2_5_0_wave_1';
const actions = (page: Page) => page.getByRole('button', { name: `Actions for ${wave}` });
const row = (page: Page) => page.getByRole('row').filter({ hasText: wave });

/** Opens the menu whose button has the focus; its keys work once its first entry has it. */
async function openMenu(page: Page) {
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Retry failed' })).toBeFocused();
}

test('a task is noted and stopped in the list, by the keyboard alone', async ({ page, ownStack }) => {
  expect(ownStack.world.tasks.size).toBe(1);
  await expect(row(page)).toContainText('Running');
  await tabTo(page, actions(page));
  await openMenu(page);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(actions(page)).toBeFocused();

  await openMenu(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('x'.repeat(2_003));
  // What was typed is lost by no slip.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('At most 2,000 characters: 3 are too many.')).toBeVisible();
  await note.fill('Waits for spring');
  await page.getByRole('textbox', { name: 'Owner' }).fill('Anna');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(actions(page)).toBeFocused();
  const search = page.getByRole('searchbox', { name: 'Name, ID or note' });
  await search.fill('nobody');
  await expect(page.getByText('No task matches')).toBeVisible();
  await search.fill('anna');
  await expect(row(page)).toBeVisible();

  await tabTo(page, actions(page));
  await openMenu(page);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Stop the task' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The platform has answered for every device.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(actions(page)).toBeFocused();
  await expect(row(page)).toContainText(/Stopp(ed|ing)/, { timeout: 60_000 });
});

test('selected tasks are tagged at once, and found by tag and note', async ({ page, ownStack }) => {
  await page.getByRole('checkbox', { name: `Select ${wave}` }).check();
  await page.getByRole('button', { name: 'Tags, owner, note…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add to 1 task' });
  const confirm = dialog.getByRole('button', { name: 'Add to 1 task' });
  await expect(confirm).toHaveAttribute('aria-description', 'Write something to add first.');
  await dialog.getByLabel('Tags to add').fill('east，pilot');
  await dialog.getByLabel('Line to add to the note').fill('Valves were checked');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('1 of 1 task has it now.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.goto(`${ownStack.url}/c/simulator/tasks?tag=pilot&q=valves`);
  await expect(row(page)).toBeVisible();
});

test.describe('as a manager', () => {
  test.use({ ownRole: 'manager' });
  test('the menu says why nothing in it is theirs to do', async ({ page, ownStack }) => {
    expect(ownStack.world.tasks.size).toBe(1);
    await actions(page).click();
    const entries = page.getByRole('menuitem');
    await expect(entries).toHaveCount(5);
    for (const entry of await entries.all()) await expect(entry).toContainText('Your role does not include this.');
  });
});
