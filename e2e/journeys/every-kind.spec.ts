import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible } from '#e2e/support/verbs.ts';

// Each kind of task, each step of its form; where something is needed, with everything said that is missing.

/** Kinds by their names, with what their step of content is called, if they have one, and whether a file can name their devices. */
const kinds: readonly (readonly [kind: string, content: string | null, file?: 'file'])[] = [
  ['Firmware upgrade', 'Package'],
  ['Software upgrade', 'Package'],
  ['Module upgrade', 'Package'],
  ['Commands', 'Command'],
  ['Asynchronous commands', 'Command'],
  ['Messages', 'Message'],
  ['Device shadows', 'Properties'],
  ['Freeze devices', null, 'file'],
  ['Unfreeze devices', null, 'file'],
  ['Delete devices', null, 'file'],
  ['Create devices', null, 'file'],
  ['Update devices', null, 'file'],
];

const go = (page: Page, step: string) =>
  page.getByRole('button', { name: new RegExp(`^\\d*\\s*${step}(\\s*needs attention)?$`) }).click();

for (const [kind, content, file] of kinds)
  test(`every step of ${kind}`, async ({ page, signIn }) => {
    await signIn('operations', '/c/simulator/tasks/new?step=type');
    await page.getByRole('radio', { name: kind, exact: true }).click();
    await expect(page.getByRole('radio', { name: kind, exact: true })).toBeChecked();
    // The first step is the same for all of them.
    if (kind === 'Firmware upgrade') await expectAccessible(page);

    await go(page, 'Devices');
    await expect(page.getByRole('heading', { level: 2, name: 'Which devices?' })).toBeFocused();
    await expectAccessible(page);
    await expect(page.getByRole('tab', { name: 'File' })).toHaveCount(file === undefined ? 0 : 1);
    if (file !== undefined) {
      await page.getByRole('tab', { name: 'File' }).click();
      await expect(page.getByRole('table', { name: 'Columns of the template' })).toBeVisible();
      await expectAccessible(page);
    }

    if (content !== null) {
      await go(page, content);
      await expect(page.getByRole('heading', { level: 2, name: /^(Which|What) / })).toBeFocused();
      // With nothing filled in, the way on is barred where something is needed, and says by what.
      await page.getByRole('button', { name: 'Next: Schedule' }).click();
      if (content !== 'Command')
        await expect(page.getByRole('heading', { level: 2, name: /^(Which|What) / })).toBeVisible();
      await expectAccessible(page);
    }

    await go(page, 'Schedule');
    await expect(page.getByRole('heading', { level: 2, name: /^When/ })).toBeVisible();
    await expectAccessible(page);

    await go(page, 'Review');
    await expect(page.getByRole('heading', { level: 2, name: 'Check, then start' })).toBeFocused();
    await expect(page.getByText('Some steps need attention before this can start:')).toBeVisible();
    await expectAccessible(page);
  });
