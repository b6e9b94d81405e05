import type { Page } from '@playwright/test';
import { confirmAll } from '#e2e/support/elsewhere.ts';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, letPass, tabTo } from '#e2e/support/verbs.ts';

const list = (page: Page) => page.getByRole('table', { name: 'Batch tasks' });
const filter = (page: Page) => page.getByRole('combobox', { name: 'Add a filter' });
const names = async (page: Page) =>
  list(page)
    .getByRole('link', { name: /^wave_/ })
    .allTextContents();
const shows = (page: Page, wanted: readonly string[]) => expect.poll(() => names(page)).toEqual(wanted);

test.describe(() => {
  test.use({ ownWaves: { count: 6, devicesEach: 4 } });

  test('a filter typed by hand, saved and shared, shows others the same rows in the same order', async ({
    page,
    ownStack,
    browser,
  }) => {
    await expect(list(page).getByRole('link', { name: /^wave_/ })).toHaveCount(6);

    // By the keyboard alone: a field, how it is compared, a value.
    await tabTo(page, filter(page));
    await page.keyboard.type('type');
    await page.keyboard.press('Enter');
    await page.keyboard.type('firm');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/kind=firmwareUpgrade/);
    await page.getByRole('searchbox', { name: 'Name, ID or note' }).fill('WAVE_');
    await expect(page).toHaveURL(/q=WAVE_/);
    await list(page).getByRole('button', { name: 'Name and ID' }).click();
    const sorted = ['wave_000', 'wave_001', 'wave_002', 'wave_003', 'wave_004', 'wave_005'];
    await shows(page, sorted);
    await expect(list(page).getByRole('columnheader', { name: 'Name and ID' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Tags' }).check();
    await page.getByRole('checkbox', { name: 'Progress' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(list(page).getByRole('columnheader', { name: 'Tags' })).toBeVisible();

    await expect(page.getByRole('button', { name: /^View: All tasks.*modified/ })).toBeVisible();
    await page.getByRole('button', { name: 'Save as…' }).click();
    await page.getByLabel('Name of the view').fill('Waves by name');
    await page.getByLabel('Everyone can use it').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'View: Waves by name', exact: true })).toBeVisible();
    const address = page.url();

    // Somebody else, in another browser, opens the address, and finds the view in their own list too.
    const other = await browser.newContext({ locale: 'en-US' });
    const theirs = await other.newPage();
    await theirs.goto(`${ownStack.url}/sign-in`);
    await theirs.getByRole('button', { name: /^Support/ }).click();
    await theirs.waitForURL(/\/tasks/);
    await theirs.goto(address);
    await shows(theirs, sorted);
    await theirs.goto(`${ownStack.url}/c/simulator/tasks?q=nothing-at-all`);
    await theirs.getByRole('button', { name: /^View: / }).click();
    await theirs.getByRole('menuitemradio', { name: 'Waves by name (by Operations)' }).click();
    await shows(theirs, sorted);
    await expect(list(theirs).getByRole('columnheader', { name: 'Tags' })).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Delete view' })).toHaveCount(0);
    await other.close();

    // The last way of looking is there again in a browser that knows nothing.
    await page.goto(`${ownStack.url}/`);
    await shows(page, sorted);
    await expect(page).toHaveURL(/view=/);
    await expectAccessible(page);
  });
});

test('parts of a filter go by the keyboard, and what an input method is composing is left alone', async ({
  page,
  ownStack,
}) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks?state=processing,failed&failedFrom=1`);
  await expect(page.getByText('State is Running or Failed')).toBeVisible();
  await filter(page).focus();
  await page.keyboard.press('Backspace');
  await expect(page).not.toHaveURL(/failedFrom/);
  await tabTo(page, page.getByRole('button', { name: 'Remove State is Running or Failed' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/state/);
  await expect(filter(page)).toBeFocused();

  // Enter ends the composition and chooses nothing.
  await filter(page).dispatchEvent('compositionstart');
  await filter(page).fill('Needs');
  await filter(page).dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, isComposing: true });
  await expect(page.getByRole('option', { name: 'Needs attention' })).toBeVisible();
  await expect(page).not.toHaveURL(/attention/);
  await filter(page).dispatchEvent('compositionend');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/attention=yes/);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).toHaveURL(/\/tasks$/);
});

test.describe(() => {
  test.use({ ownWaves: { count: 3, devicesEach: 2 } });

  test('a note is found, and everything that matches can be selected, in words', async ({
    page,
    ownStack,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    expect(ownStack.world.tasks.size).toBe(3);
    await list(page).getByRole('link', { name: 'wave_001', exact: true }).click();
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('Valve jams in the cold');
    await page.getByRole('textbox', { name: 'Tags' }).fill('winter, pilot');
    await page.getByRole('textbox', { name: 'Ticket' }).fill('javascript:alert(1)');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('A web address that begins with')).toBeVisible();
    await page.getByRole('textbox', { name: 'Ticket' }).fill('https://tickets.example/OPS-7');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('link', { name: 'OPS-7' })).toHaveAttribute('rel', /noopener/);
    await expect(page.getByText('Valve jams in the cold')).toBeVisible();

    await page.getByRole('link', { name: 'Tasks' }).first().click();
    await page.getByRole('searchbox', { name: 'Name, ID or note' }).fill('valve jams');
    await shows(page, ['wave_001']);
    await page.getByRole('searchbox', { name: 'Name, ID or note' }).fill('wave_');
    await expect(list(page).getByRole('link', { name: /^wave_/ })).toHaveCount(3);
    await page.getByRole('button', { name: 'Select all 3 that match' }).click();
    await expect(page.getByText('3 selected of all that match (Text: wave_)')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Select wave_002' }).uncheck();
    await page.getByRole('button', { name: 'Copy IDs' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n')).toHaveLength(2);
  });
});

test.describe(() => {
  test.use({ ownWaves: { count: 200, devicesEach: 1, held: true } });

  test('while 200 tasks change, no row of the list moves', async ({ page, ownStack }) => {
    await page.goto(`${ownStack.url}/c/simulator/tasks?sort=-failed&limit=200`);
    await expect(page.getByText('1–200 of 200')).toBeVisible();
    // What stands above the rows comes a little later and takes its place.
    await expect(filter(page)).toBeVisible();
    const places = () =>
      list(page)
        .getByRole('link', { name: /^wave_/ })
        .evaluateAll((links) => links.map((link) => `${link.textContent} ${link.getBoundingClientRect().top}`));
    const before = await places();
    expect(before.length).toBeGreaterThan(5);
    const first = list(page).getByRole('row').nth(1);
    const states = async () => (await list(page).getByRole('row').allInnerTexts()).join();
    const unchanged = await states();

    confirmAll(ownStack);
    // With time every one of them changes: its figures, its state, and where it would stand.
    for (let hour = 0; hour < 30; hour += 1) letPass(ownStack, '1 h');
    const truth = [...ownStack.world.tasks.values()].filter(({ order }) => order.name.startsWith('wave_'));
    expect(truth).toHaveLength(200);
    await expect.poll(states, { timeout: 60_000 }).not.toBe(unchanged);
    const ended = async () => {
      const answer = await page.request.get(
        `${ownStack.url}/api/v1/connections/simulator/tasks?q=wave_&state=succeeded,failed,partly_succeeded`,
      );
      return ((await answer.json()) as { total: number }).total;
    };
    await expect.poll(ended, { timeout: 120_000 }).toBeGreaterThan(150);
    // It may be among the last that the platform is asked about.
    await expect(first).toContainText('100%', { timeout: 120_000 });
    expect(await places()).toEqual(before);

    await page.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(async () => (await places()).join() === before.join()).toBe(false);
  });
});
