import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible } from '#e2e/support/verbs.ts';

const saved = (page: Page) => expect(page.getByText(/^Draft saved /)).toBeVisible();

test('a template holds fast what it was told to', async ({ page, ownStack }) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks/new?another=yes`);
  await page.getByLabel('Task name').fill('night_shift');
  await page.goto(`${page.url().split('?')[0]}?step=policy`);
  await page.getByLabel('Retries per device').fill('2');
  await page.getByLabel('Minutes between retries').fill('5');
  await saved(page);
  await page.getByRole('button', { name: 'Save as template…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as template' });
  await dialog.getByLabel('Name of the template').fill('At night');
  await dialog.getByLabel('Automatic retry').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  const row = page.getByRole('table', { name: 'Templates' }).getByRole('row', { name: /At night/ });
  await expect(row).toContainText('Automatic retry');
  await expectAccessible(page);
  await row.getByRole('button', { name: 'New task from this At night' }).click();
  await expect(page.getByLabel('Task name')).toHaveValue('night_shift');
  await page.getByLabel('Task name').fill('from_the_template');
  await saved(page);
  await page.goto(`${page.url().split('?')[0]}?step=policy`);
  await expect(page.getByText('Automatic retry: held fast by the template “At night”')).toBeVisible();
  await expect(page.getByLabel('Minutes between retries')).toBeDisabled();
  await expect(page.getByLabel('Minutes between retries')).toHaveValue('5');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  await row.getByRole('button', { name: 'Edit… At night' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit template' });
  await edit.getByLabel('Name of the template').fill('By day');
  await edit.getByLabel('Everyone may begin tasks with it').check();
  await edit.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByRole('table', { name: 'Templates' }).getByRole('row', { name: /By day/ })).toContainText(
    'for everyone',
  );
});
