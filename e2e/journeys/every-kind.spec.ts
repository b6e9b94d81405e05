import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible } from '#e2e/support/verbs.ts';

// Each kind of task, each step of its form; where something is needed, with everything said that is missing.
test.describe.configure({ timeout: 240_000 });

/** Kinds by their names, with what their step of content is called, if they have one. */
const kinds: readonly (readonly [kind: string, content: string | null])[] = [
  ['Firmware upgrade', 'Package'],
  ['Software upgrade', 'Package'],
  ['Module upgrade', 'Package'],
  ['Commands', 'Command'],
  ['Asynchronous commands', 'Command'],
  ['Messages', 'Message'],
  ['Device shadows', 'Properties'],
  ['Freeze devices', null],
  ['Unfreeze devices', null],
  ['Delete devices', null],
  ['Create devices', null],
  ['Update devices', null],
];

const go = (page: Page, step: string) =>
  page.getByRole('button', { name: new RegExp(`^\\d*\\s*${step}(\\s*needs attention)?$`) }).click();

for (const [kind, content] of kinds)
  test(`every step of ${kind}`, async ({ page, signIn }) => {
    await signIn('operations');
    await page.goto('/c/simulator/tasks/new?step=type');
    await page.getByRole('radio', { name: kind, exact: true }).click();
    await expect(page.getByRole('radio', { name: kind, exact: true })).toBeChecked();
    // The first step is the same for all of them.
    if (kind === 'Firmware upgrade') await expectAccessible(page);

    await go(page, 'Devices');
    await expect(page.getByRole('heading', { level: 2, name: 'Which devices?' })).toBeFocused();
    await expectAccessible(page);
    const file = page.getByRole('tab', { name: 'File' });
    if ((await file.count()) > 0) {
      await file.click();
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
