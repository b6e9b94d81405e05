import { expect, test } from '#e2e/support/fixtures.ts';
import { openGuardedStack } from '#e2e/support/stack.ts';
import { deviceIds, fillIn } from '#e2e/support/verbs.ts';

test.use({ scenario: 'half-failed' });

test('a manager sees everything, and what they may not do is there with its reason', async ({ page, signIn }) => {
  await signIn('manager');
  const start = page.getByRole('main').getByRole('button', { name: 'New task' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await expect(start).toHaveAccessibleDescription(/Your role does not include starting tasks/);
  await start.press('Enter');
  await expect(page).toHaveURL(/\/tasks$/);
  await page
    .getByRole('link', { name: /half_failed$/ })
    .first()
    .click();
  const retry = page.getByRole('button', { name: 'Retry failed' });
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await expect(retry).toHaveAccessibleDescription('Your role does not include this.');
  await retry.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('/c/simulator/tasks/new');
  await expect(page.getByText('Your role does not include this page')).toBeVisible();
});

test.describe(() => {
  test.use({ ownRole: 'support' });

  test('support retries, but starts nothing', async ({ page, ownStack }) => {
    await expect(page.getByRole('main').getByRole('button', { name: 'New task' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await page
      .getByRole('link', { name: /half_failed$/ })
      .first()
      .click();
    await page.getByRole('tab', { name: /^Failures/ }).click();
    const smallest = page.getByRole('listitem', { name: /^Failures with code/ }).last();
    await smallest.getByRole('button', { name: /^Retry \d/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Retry \d+ failed device/ }).click();
    await expect(dialog.getByText('The platform has answered for every device.')).toBeVisible();
    expect(ownStack.log.entries.filter(({ kind, acted }) => kind === 'retry' && acted)).not.toEqual([]);
  });
});

test('an admin manages people and touches no device', async ({ page, signIn }) => {
  await signIn('admin');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click();
  await expect(page.getByText('In the demonstration everybody signs in with one click.')).toBeVisible();
  await page.getByRole('link', { name: 'Tasks' }).first().click();
  await page
    .getByRole('link', { name: /half_failed$/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveAttribute('aria-disabled', 'true');
});

test('with a platform configured, the token makes the first admin, who lets the others in', async ({ page }) => {
  const guarded = await openGuardedStack('quiet-fleet');
  const { url, setUpToken } = guarded;
  const password = 'a password of some length';
  await page.goto(url);
  await page.getByLabel('Set-up token').fill('not the token');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('wang.fang');
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Make the first admin' }).click();
  await expect(page.getByRole('alert')).toContainText('The set-up token is wrong');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('wang.fang');
  await page.getByLabel('Set-up token').fill(await setUpToken());
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Make the first admin' }).click();
  await page.getByRole('link', { name: 'People' }).click();

  await page.getByRole('button', { name: 'Add person' }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  await form.getByLabel('Name').fill('li.na');
  await form.getByLabel('Role').selectOption('Operations');
  await form.getByLabel('First password').fill(password);
  await form.getByRole('button', { name: 'Add person' }).click();
  await expect(page.getByRole('row', { name: /^li\.na/ })).toBeVisible();
  await page.getByRole('button', { name: 'Signed in as wang.fang' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('li.na');
  await page.getByLabel(/^Password/).fill('a guess of some length');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Name or password is wrong');
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillIn(page, 'by_li_na', deviceIds(guarded, 'waterMeter', 2));
  await page.getByRole('button', { name: 'Upgrade 2 devices now' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'by_li_na' })).toBeVisible();
  await expect(page.getByText('by li.na').first()).toBeVisible();
  await page.goto('about:blank');
  await guarded.close();
});
