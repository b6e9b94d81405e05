import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, fillIn } from '#e2e/support/verbs.ts';

test.use({ ownScenario: 'half-failed' });

const banner = (page: Page, title: string) => page.getByRole('status').filter({ hasText: title });
const task = (page: Page) => page.getByRole('link', { name: /half_failed$/ }).first();
const opened = (page: Page) => page.getByRole('heading', { level: 1, name: /half_failed$/ });

test('a key that was revoked: everybody is told what to do, and it is not tried again and again', async ({
  page,
  ownStack,
}) => {
  await expect(task(page)).toBeVisible();
  ownStack.world.credentials.sk = 'another-key';
  await task(page).click();
  const said = banner(page, "The platform rejects the console's credentials");
  await expect(said).toBeVisible();
  await expect(said).toContainText('An admin has to correct the access key');
  for (let time = 0; time < 3; time += 1) {
    await expect(page.getByText('The platform could not be asked just now')).toBeVisible();
    await page.getByRole('link', { name: 'Tasks' }).first().click();
    await task(page).click();
  }
  expect(ownStack.log.entries.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(2);
});

test('throttling: how long it lasts, and the pages stay', async ({ page, ownStack }) => {
  await expect(task(page)).toBeVisible();
  ownStack.world.fault({ match: 'any', kind: 'throttle', times: 1, retryAfter: 40 });
  await task(page).click();
  const said = banner(page, 'The platform limits our calls');
  await expect(said).toContainText(/Calls go on in \d+ sec/);
  await expect(opened(page)).toBeVisible();
});

test('a platform that does not answer, until it does', async ({ page, ownStack }) => {
  await expect(task(page)).toBeVisible();
  const end = ownStack.world.fault({ match: 'any', kind: 'reset-before' });
  await task(page).click();
  await expect(banner(page, 'The platform does not answer')).toContainText('The console keeps trying.');
  await expect(opened(page)).toBeVisible();
  await expect(page.getByText('The platform could not be asked just now')).toBeVisible();
  end();
  await expect(banner(page, 'The platform does not answer')).toBeHidden();
});

test('an HTML page in place of an answer', async ({ page, ownStack }) => {
  await expect(task(page)).toBeVisible();
  ownStack.world.fault({ match: 'any', kind: 'html' });
  await page.goto(`${ownStack.url}/c/simulator/tasks/5c8ba99030344005c02316ad`);
  await expect(page.getByText("The platform's answer made no sense")).toBeVisible();
  await expect(banner(page, 'The platform answers with errors')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('an error of the platform says its code and both request IDs, and trying again works', async ({
  page,
  ownStack,
}) => {
  const [known] = ownStack.world.tasks.values();
  const end = ownStack.world.fault({ match: 'show', kind: 'status', status: 500 });
  await page.goto(`${ownStack.url}/c/simulator/tasks/5c8ba99030344005c02316ad`);
  const said = page.getByRole('alert');
  await expect(said).toContainText('Internal error of the platform');
  await expect(said).toContainText('The platform said: IOTDA.000001');
  await expect(page.getByRole('button', { name: 'Copy request ID' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy platform request ID' })).toBeVisible();
  end();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('There is no such task on this connection')).toBeVisible();
  await page.goto(`${ownStack.url}/c/simulator/tasks/${known?.taskId}`);
  await expect(opened(page)).toBeVisible();
});

test('a status that nobody knows is shown as it is, and enables nothing', async ({ page, ownStack }) => {
  ownStack.world.fault({ match: 'show', kind: 'unknown-status' });
  await task(page).click();
  await expect(page.getByText(/^The platform names a state that this console does not know/)).toBeVisible();
  await expect(page.getByText('Rehearsing').first()).toBeVisible();
  const retry = page.getByRole('button', { name: 'Retry failed' });
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await expect(retry).toHaveAccessibleDescription('The platform reports a state that this version does not know.');
});

test('an answer that is lost after the create was accepted: the task is found, and there is one', async ({
  page,
  ownStack,
}) => {
  ownStack.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  await fillIn(page, 'lost_answer', deviceIds(ownStack, 'waterMeter', 3));
  await page.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'lost_answer' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const created = ownStack.log.entries.filter(({ kind, acted }) => kind === 'create' && acted);
  expect(created.map(({ taskId }) => taskId)).toEqual([/[0-9a-f]{24}/.exec(page.url())?.[0]]);
});

test('a create that the platform refuses: its reason is told, and the form is as it was', async ({
  page,
  ownStack,
}) => {
  const message = 'Ten batch tasks are being processed.';
  ownStack.world.fault({ match: 'create', kind: 'status', times: 1, status: 403, code: 'IOTDA.014999', message });
  await fillIn(page, 'refused_by_platform', deviceIds(ownStack, 'waterMeter', 3));
  await page.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await expect(page.getByText('The platform refused the task. Nothing was started.')).toBeVisible();
  await expect(page.getByText(`IOTDA.014999 ${message}`)).toBeVisible();
  await page.getByRole('button', { name: 'Back to the form' }).click();
  await expect(page.getByRole('button', { name: 'Upgrade 3 devices now' })).toBeVisible();
  await page.getByRole('button', { name: 'Edit Name' }).click();
  await expect(page.getByLabel('Task name')).toHaveValue('refused_by_platform');
});

test('a page that is loaded again while a create is looked for starts no second task', async ({ page, ownStack }) => {
  ownStack.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const blind = ownStack.world.fault({ match: 'list', kind: 'status', status: 503 });
  await fillIn(page, 'loaded_again', deviceIds(ownStack, 'waterMeter', 3));
  const start = page.getByRole('button', { name: 'Upgrade 3 devices now' });
  await start.click();
  await expect(page.getByRole('heading', { level: 1, name: /loaded_again/ })).toBeVisible();
  await page.reload();
  await start.click();
  await expect(page.getByRole('heading', { level: 1, name: /loaded_again/ })).toBeVisible();
  blind();
  // After a look that failed the next one follows 15 seconds later.
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{24}/, { timeout: 60_000 });
  const made = [...ownStack.world.tasks.values()].filter(({ order }) => order.name.startsWith('loaded_again'));
  expect(made).toHaveLength(1);
});

test('a create that was refused can be asked for again as it is', async ({ page, ownStack }) => {
  ownStack.world.fault({ match: 'create', kind: 'status', status: 403, code: 'IOTDA.000022', times: 1 });
  await fillIn(page, 'asked_again', deviceIds(ownStack, 'waterMeter', 3));
  const start = page.getByRole('button', { name: 'Upgrade 3 devices now' });
  await start.click();
  await page.getByRole('button', { name: 'Back to the form' }).click();
  await start.click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{24}/);
});
