import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { choosePackage, deviceIds, goOn, next } from '#e2e/support/verbs.ts';

const at = (step: string) => `/c/simulator/tasks/new?step=${step}`;
const listed = (page: Page) => page.getByRole('textbox', { name: 'Device IDs' });

/** What a date-and-time field holds, this long from now. */
async function inDays(page: Page, days: number): Promise<string> {
  return page.evaluate(
    (ms) => {
      const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
      return local.toISOString().slice(0, 16);
    },
    Date.now() + days * 86_400_000,
  );
}

test('a name with a hyphen', async ({ page, signIn }) => {
  await signIn('operations', at('type'));
  await page.getByLabel('Task name').fill('fw-2-1');
  await next(page).click();
  await expect(page.getByText('Only Chinese characters, letters, digits and underscores')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What should be done?' })).toBeVisible();
  await expect(page.getByLabel('Task name')).toHaveValue('fw-2-1');
  await page.getByLabel('Task name').fill('水表固件_2_1');
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Which devices?' })).toBeVisible();
});

test('an empty list', async ({ page, signIn }) => {
  await signIn('operations', at('targets'));
  await next(page).click();
  await expect(page.getByRole('alert')).toHaveText('Add at least one device.');
  await page.getByRole('tab', { name: 'Groups' }).click();
  await expect(page.getByRole('alert')).toHaveText('Choose at least one group.');
});

test('30,001 devices are counted, refused, and stay as they are', async ({ page, context, signIn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = Array.from({ length: 30_001 }, (_, nth) => `dev-${nth}`).join('\n');
  await signIn('operations', at('targets'));
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await listed(page).focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByText('1 device is over the limit of 30,000. Remove it or make a second task.')).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('alert')).toHaveText('A task takes at most 30,000 devices.');
  await page.reload();
  await expect(page.getByText('1 device is over the limit of 30,000. Remove it or make a second task.')).toBeVisible();
  await page.getByRole('button', { name: 'Keep the first 30,000 devices' }).click();
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'What should be installed?' })).toBeVisible();
});

test('an illegal character is shown with its line, and the rest is kept', async ({ page, signIn }) => {
  const text = 'dev-1\ndev 2\ndev-3\ndev-1\nметр-5';
  await signIn('operations', at('targets'));
  await listed(page).fill(text);
  await expect(page.getByText('2 devices in this task')).toBeVisible();
  await expect(page.getByText('2 lines are not device IDs and are left out')).toBeVisible();
  await expect(page.getByText('1 duplicate is left out')).toBeVisible();
  await page.getByRole('button', { name: 'Show what is left out' }).click();
  const lines = page.getByRole('table', { name: 'Left-out lines' }).getByRole('row');
  await expect(lines).toHaveText([
    /^Line/,
    /^2dev 2Only letters, digits, _ and - are allowed$/,
    /^4dev-1Already on line 1$/,
    /^5метр-5Only letters, digits, _ and - are allowed$/,
  ]);
  await expect(listed(page)).toHaveValue(text);
});

test('retries without the time between them', async ({ page, signIn }) => {
  await signIn('operations', at('policy'));
  await page.getByLabel('Retries per device').fill('3');
  await next(page).click();
  await expect(page.getByText('Set the time between retries as well.')).toBeVisible();
  await expect(page.getByLabel('Retries per device')).toHaveValue('3');
  await page.getByLabel('Minutes between retries').fill('5');
  await expect(page.getByText('Set the time between retries as well.')).toBeHidden();
});

test('a start in the past, and one 8 days ahead', async ({ page, signIn }) => {
  await signIn('operations', at('policy'));
  await page.getByRole('radio', { name: 'At a time' }).check();
  const time = page.getByLabel('Start time');
  for (const [days, sentence] of [
    [-1, 'This time has passed. Choose a later one.'],
    [8, 'The platform starts tasks at most 7 days ahead.'],
  ] as const) {
    const value = await inDays(page, days);
    await time.fill(value);
    await next(page).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(time).toHaveValue(value);
  }
  await time.fill(await inDays(page, 6));
  await expect(page.getByRole('status').filter({ hasText: 'UTC' })).toContainText('Asia/Shanghai');
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'Check, then start' })).toBeVisible();
});

test('a package of another product', async ({ page, stack, signIn }) => {
  const creates = () => stack.log.entries.filter(({ kind }) => kind === 'create').length;
  const createsBefore = creates();
  await signIn('operations', at('type'));
  await page.getByLabel('Task name').fill('wrong_package');
  await goOn(page);
  const meters = deviceIds(stack, 'waterMeter', 3).join('\n');
  await listed(page).fill(meters);
  await goOn(page);
  await page.getByRole('radio', { name: 'Use package 3.3.0' }).check();
  await goOn(page);
  await goOn(page);
  const said = page.getByRole('alert').filter({ hasText: 'This package is for another product.' });
  await expect(said).toBeVisible();
  await said.getByRole('button', { name: 'Edit Package' }).click();
  await expect(page.getByRole('radio', { name: 'Use package 3.3.0' })).toBeChecked();
  await choosePackage(page);
  await expect(page.getByRole('button', { name: 'Upgrade 3 devices now' })).toBeVisible();
  await expect(said).toBeHidden();
  expect(creates()).toBe(createsBefore);
});

test('a message that the platform would refuse is mended at its fields', async ({ page, signIn }) => {
  await signIn('operations', at('type'));
  await page.getByRole('radio', { name: 'Messages' }).click();
  await page.getByRole('button', { name: /Message$/ }).click();
  const saidAt = (name: string, sentence: string) =>
    expect(page.getByRole('textbox', { name })).toHaveAccessibleDescription(new RegExp(sentence));
  await page.getByRole('radio', { name: 'Full topic' }).check();
  await page.getByRole('textbox', { name: 'Message name' }).fill('n'.repeat(129));
  await page.getByRole('textbox', { name: 'Keep for offline devices' }).fill('7');
  await page.getByRole('button', { name: 'Add a user property' }).click();
  await page.getByRole('textbox', { name: 'Value 1' }).fill('v');
  await next(page).click();
  await saidAt('Text', 'Enter a message.');
  await saidAt('Topic name', 'Enter a topic.');
  await saidAt('Message name', 'A message name has at most 128 characters.');
  await saidAt('Keep for offline devices', 'Enter a multiple of 5 minutes.');
  await saidAt('Name 1', 'Every user property needs a name.');
  await page.getByRole('textbox', { name: 'Text' }).fill('hello');
  await page.getByRole('textbox', { name: 'Topic name' }).fill('/all');
  await page.getByRole('textbox', { name: 'Message name' }).fill('n'.repeat(128));
  await page.getByRole('textbox', { name: 'Keep for offline devices' }).fill('1440');
  await page.getByRole('textbox', { name: 'Name 1' }).fill('k'.repeat(128));
  await next(page).click();
  await expect(page.getByRole('heading', { name: 'When, and what if a device fails?' })).toBeVisible();
});

test('the same in Chinese', async ({ page, signIn }) => {
  await signIn('operations');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.goto(at('type'));
  await page.getByLabel('任务名称').fill('fw-2-1');
  await page.getByRole('button', { name: /^下一步/ }).click();
  await expect(page.getByText(/^只能包含中文、字母、数字和下划线，不能有空格、连字符/)).toBeVisible();
  await page.goto(at('targets'));
  await page.getByRole('button', { name: /^下一步/ }).click();
  await expect(page.getByRole('alert')).toHaveText('请至少添加一台设备。');
});
