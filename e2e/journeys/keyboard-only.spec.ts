import { expect, test } from '#e2e/support/fixtures.ts';
import { arrowTo, deviceIds, letPass, openTaskId, tabTo, timesRetried, truthOf } from '#e2e/support/verbs.ts';

test('somebody without a pointer starts an upgrade and retries what failed', async ({ page, stack }) => {
  const { keyboard } = page;
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const meters = deviceIds(stack, 'waterMeter', 2, 30_200);
  stack.world.setOutage(1);

  await page.goto('/');
  await expect(button(/^Operations/)).toBeVisible();
  await tabTo(page, button(/^Operations/));
  await keyboard.press('Enter');
  await page.waitForURL(/\/tasks$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();

  // The shortcut, so that nobody has to walk through the navigation.
  await keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'New task' })).toBeVisible();
  await tabTo(page, page.getByLabel('Task name'));
  await keyboard.type('by_keyboard');
  await tabTo(page, button('Next: Devices'));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Which devices?' })).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'Device IDs' }));
  await keyboard.type(meters.join('\n'));
  await expect(page.getByText('2 devices in this task')).toBeVisible();
  await tabTo(page, button('Next: Package'));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 2, name: 'What should be installed?' })).toBeFocused();
  await tabTo(page, page.getByLabel('Find a package'));
  await keyboard.type('2.5.0');
  const radio = page.getByRole('radio', { name: 'Use package 2.5.0' });
  await expect(page.getByRole('radio')).toHaveCount(1);
  await tabTo(page, radio);
  await keyboard.press('Space');
  await expect(radio).toBeChecked();
  await tabTo(page, button('Next: Schedule'));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'When, and what if a device fails?' })).toBeFocused();
  await tabTo(page, button('Next: Review'));
  await keyboard.press('Enter');
  await tabTo(page, button('Upgrade 2 devices now'));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'by_keyboard' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const taskId = openTaskId(page);
  letPass(stack, '1 h');
  await expect(page.getByText(/^Failed: all 2 devices failed/)).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Devices' })).toBeFocused();
  await keyboard.press('Enter');
  const box = page.getByRole('checkbox', { name: `Select ${meters[1]}` });
  await expect(box).toBeVisible();
  await tabTo(page, box);
  await keyboard.press('Space');
  await expect(box).toBeChecked();
  // The bar with what can be done stands before the table.
  const retry = button('Retry 1 selected device');
  await expect(retry).toBeVisible();
  await tabTo(page, retry, 'Shift+Tab');
  await keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Retry the selected devices' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  // Enter alone confirms nothing, and Escape leads back to where one was.
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(retry).toBeFocused();
  await keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Retry 1 device' }));
  stack.world.setOutage(0);
  await keyboard.press('Enter');
  await expect(dialog.getByText('1 accepted')).toBeVisible();
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(timesRetried(stack, taskId)).toEqual(new Map([[meters[1], 1]]));
  letPass(stack, '1 h');
  await expect(page.getByText(/^Finished with failures: 1 of 2 devices succeeded/)).toBeVisible();
});

test('somebody without a pointer sends a command that the product describes', async ({ page, stack, signIn }) => {
  const { keyboard } = page;
  const next = async (name: string) => {
    await tabTo(page, page.getByRole('button', { name: `Next: ${name}` }));
    await keyboard.press('Enter');
  };
  const choose = async (field: string, typed: string) => {
    const select = page.getByRole('combobox', { name: field });
    await tabTo(page, select);
    await keyboard.press('ArrowDown');
    const option = page.getByRole('option', { name: new RegExp(`^${typed}`) });
    await expect(option).toBeVisible();
    for (let presses = 0; presses < 12 && (await option.getAttribute('data-combobox-selected')) === null; presses += 1)
      await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
  };
  await signIn('operations');
  await keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'New task' })).toBeVisible();
  const kinds = page.getByRole('radio', { name: 'Firmware upgrade' });
  await tabTo(page, kinds);
  for (let presses = 0; presses < 3; presses += 1) await keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Commands', exact: true })).toBeChecked();
  await tabTo(page, page.getByLabel('Task name'));
  await keyboard.type('uplinks');
  await next('Devices');
  await tabTo(page, page.getByRole('textbox', { name: 'Device IDs' }));
  await keyboard.type(deviceIds(stack, 'gateway', 2).join('\n'));
  await next('Command');

  await expect(page.getByRole('heading', { level: 2, name: 'Which command?' })).toBeFocused();
  await choose('Product', 'Street_Gateway');
  await choose('Service', 'Gateway');
  await choose('Command', 'COLLECT_LOGS');
  await choose('level', 'DEBUG');
  // The same value as JSON: Escape, and then Tab, leaves the editor.
  await tabTo(page, page.getByRole('tab', { name: 'Form' }), 'Shift+Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  const editor = page.getByRole('textbox', { name: 'Parameters' });
  await expect(editor).toContainText('"level": "DEBUG"');
  await tabTo(page, editor);
  await keyboard.press('Escape');
  await next('Schedule');
  await next('Review');
  await tabTo(page, page.getByRole('button', { name: 'Send the command to 2 devices now' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'uplinks' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  expect(truthOf(stack, openTaskId(page)).order.document).toMatchObject({ paras: { level: 'DEBUG' } });
});

test('somebody without a pointer starts an upgrade in Chinese', async ({ page, stack, signIn }) => {
  const { keyboard } = page;
  const next = async (name: string) => {
    await tabTo(page, page.getByRole('button', { name: `下一步：${name}` }));
    await keyboard.press('Enter');
  };
  await signIn('operations');
  await tabTo(page, page.getByRole('button', { name: 'Language' }));
  await keyboard.press('Enter');
  const chinese = page.getByRole('menuitemradio', { name: '简体中文' });
  await expect(chinese).toBeVisible();
  for (let presses = 0; presses < 3 && !(await chinese.evaluate((one) => one === document.activeElement)); presses += 1)
    await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  // Shortcuts rest as long as a menu has the focus.
  await expect(page.getByRole('menu')).toBeHidden();
  await keyboard.press('c');
  await expect(page.getByRole('heading', { level: 2, name: '要做什么？' })).toBeVisible();
  await tabTo(page, page.getByLabel('任务名称'));
  await keyboard.type('by_keyboard_zh');
  await next('设备');
  await tabTo(page, page.getByRole('textbox', { name: '设备 ID' }));
  await keyboard.type(deviceIds(stack, 'waterMeter', 2, 30_210).join('\n'));
  await next('升级包');
  const radio = page.getByRole('radio', { name: /2\.5\.0/ });
  await expect(radio).toBeVisible();
  await arrowTo(page, radio);
  await next('时间');
  await next('确认');
  await tabTo(page, page.getByRole('button', { name: /2 台设备/ }));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'by_keyboard_zh' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  expect(truthOf(stack, openTaskId(page)).order.type).toBe('firmwareUpgrade');
});
