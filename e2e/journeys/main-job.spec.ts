import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import {
  choosePackage,
  deviceIds,
  giveFile,
  goOn,
  letPass,
  openTaskId,
  timesRetried,
  truthOf,
} from '#e2e/support/verbs.ts';
import { countOf } from '#simulator/world/task.ts';

const inWords = (count: number) => count.toLocaleString('en-US');

/** Goes through the wizard for every device of a CSV, up to the button that starts it. */
async function fillIn(page: Page, name: string, csv: string) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New task' }).click();
  await page.getByRole('radio', { name: 'Firmware upgrade' }).click();
  await page.getByLabel('Task name').fill(name);
  await goOn(page);
  const file = { name: 'meters.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await giveFile(page, page.getByRole('button', { name: 'Choose a file' }), file);
  await expect(page.getByText('1,200 devices in this task')).toBeVisible();
  await goOn(page);
  await choosePackage(page);
}

test('1,200 meters from a CSV: most fail while the network is down, and a retry brings them back', async ({
  page,
  stack,
  signIn,
}) => {
  const meters = deviceIds(stack, 'waterMeter', 1_200);
  const csv = ['device_id,place', ...meters.map((id, at) => `${id},"House ${at}, left"`)].join('\r\n');
  // Three in a hundred are on another network.
  stack.world.setOutage(0.97);

  await signIn('operations');
  await fillIn(page, 'Meters_2_5_0', csv);
  const start = page.getByRole('button', { name: 'Upgrade 1,200 devices now' });
  await start.click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  await page.getByLabel('Type the number of devices to confirm').fill('1200');
  await start.click();

  await expect(page.getByRole('heading', { level: 1, name: 'Meters_2_5_0' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const taskId = openTaskId(page);
  await expect(page.getByText(/^(The platform is preparing the task|Running: )/)).toBeVisible();
  const counts = page.getByRole('region', { name: 'Devices by outcome' });
  await expect(counts.getByRole('button', { name: 'All devices 1,200' })).toBeVisible();

  await test.step('it can be watched', async () => {
    letPass(stack, '2 min');
    await expect(page.getByText(/^Running: /)).toContainText(/\d of 1,200 devices reported/);
    await expect(page.getByRole('figure', { name: 'Devices by outcome now' })).toContainText('are open');
  });

  await test.step('it finishes with failures, which are grouped by code', async () => {
    letPass(stack, '1 h');
    const failed = countOf(truthOf(stack, taskId).rows, 'Fail');
    expect(failed).toBeGreaterThan(1_100);
    await expect(page.getByText(/^Finished with failures/)).toContainText(`${inWords(failed)} failed`);
    await page.getByRole('tab', { name: `Failures ${inWords(failed)}` }).click();
    const groups = page.getByRole('listitem', { name: /^Failures with code/ });
    const summed = async () => {
      const texts = await groups.getByText(/^[\d,]+ devices?$/).allInnerTexts();
      return texts.reduce((sum, text) => sum + Number.parseInt(text.replaceAll(',', ''), 10), 0);
    };
    await expect.poll(summed).toBe(failed);
    await expect(groups.nth(3)).toBeVisible();
  });

  await test.step('the failed devices are retried once each, in calls of at most 100', async () => {
    const failed = countOf(truthOf(stack, taskId).rows, 'Fail');
    stack.world.setOutage(0);
    await page.getByRole('button', { name: 'Retry failed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retry devices of Meters_2_5_0' });
    await expect(dialog.getByText(/^The console sends 12 calls of up to 100 devices each/)).toBeVisible();
    await dialog.getByLabel(`Type ${inWords(failed)} to confirm`).fill(String(failed));
    await dialog.getByRole('button', { name: `Retry ${inWords(failed)} failed devices` }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await expect(dialog.getByText('The platform has answered for every device.')).toBeVisible();
    await expect(dialog.getByText(`${inWords(failed)} accepted`)).toBeVisible();
    const results = dialog.getByRole('table', { name: 'What became of each device' });
    await expect(results.getByRole('row', { name: /Accepted/ })).toHaveCount(50);
    await expect(dialog.getByText(`1–50 of ${inWords(failed)}`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    const times = timesRetried(stack, taskId);
    expect(times.size).toBe(failed);
    expect(new Set(times.values())).toEqual(new Set([1]));
    const calls = stack.log.entries.filter(({ kind, taskId: of }) => kind === 'retry' && of === taskId);
    expect(calls.map(({ targets }) => targets?.length)).toHaveLength(Math.ceil(failed / 100));
  });

  await test.step('they recover, and the counts are those of the platform', async () => {
    letPass(stack, '1 h');
    const { rows } = truthOf(stack, taskId);
    const succeeded = countOf(rows, 'Success');
    expect(succeeded).toBeGreaterThan(1_100);
    const told = `${inWords(succeeded)} of 1,200 devices succeeded`;
    await expect(page.getByText(/^Finished with failures/)).toContainText(told);
    await expect(counts.getByRole('button', { name: `Succeeded ${inWords(succeeded)}` })).toBeVisible();
    await expect(counts.getByRole('button', { name: `Failed ${inWords(1_200 - succeeded)}` })).toBeVisible();
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByRole('tabpanel', { name: 'History' })).toContainText('by Operations');
  });
});
