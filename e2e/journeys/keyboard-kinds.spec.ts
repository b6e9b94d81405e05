import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { arrowTo, deviceIds, openTaskId, tabTo, truthOf } from '#e2e/support/verbs.ts';
import { writeWorkbook } from '#server/workbooks/write-workbook.ts';
import { product } from '#simulator/scenarios/utility-fleet.ts';

// The form by keyboard alone, in both languages: a pasted list, a group, and a workbook.

const languages = [
  {
    locale: 'en-US',
    kinds: { freeze: 'Freeze devices', unfreeze: 'Unfreeze devices', create: 'Create devices' },
    name: 'Task name',
    next: (step: string) => `Next: ${step}`,
    steps: { targets: 'Devices', policy: 'Schedule', review: 'Review' },
    headings: { targets: 'Which devices?', policy: 'When, and what if a device fails?', review: 'Check, then start' },
    tabs: { list: 'Device list', groups: 'Groups', file: 'File' },
    ids: 'Device IDs',
    rows: 'Device IDs of the list',
    takeOut: (id: string) => `Take ${id} out`,
    undo: 'Undo removal',
    inTask: (count: number) => `${count} devices in this task`,
    group: /^Select group/,
    chooseWorkbook: 'Choose a workbook',
    rowsFine: '2 rows, nothing wrong.',
    typedCount: 'Type the number of devices to confirm',
    looking: 'Looking at the devices…',
    seen: 'I have seen these warnings and want to start all the same.',
    start: {
      list: /^Freeze 600 devices now$/,
      groups: /^Unfreeze the devices of 1 group now$/,
      file: /^Create 2 devices now$/,
    },
  },
  {
    locale: 'zh-CN',
    kinds: { freeze: '批量冻结设备', unfreeze: '批量解冻设备', create: '批量创建设备' },
    name: '任务名称',
    next: (step: string) => `下一步：${step}`,
    steps: { targets: '设备', policy: '时间', review: '确认' },
    headings: { targets: '选择哪些设备？', policy: '何时开始？失败怎么办？', review: '确认后启动' },
    tabs: { list: '设备列表', groups: '群组', file: '文件' },
    ids: '设备 ID',
    rows: '清单中的设备 ID',
    takeOut: (id: string) => `移除 ${id}`,
    undo: '撤销移除',
    inTask: (count: number) => `此任务包含 ${count} 台设备`,
    group: /^选择群组/,
    chooseWorkbook: '选择工作簿',
    rowsFine: '2 行，没有问题。',
    typedCount: '请输入设备数量以确认',
    looking: '正在查看设备…',
    seen: '我已了解这些警告，仍要开始。',
    start: { list: /^立即冻结 600 台设备$/, groups: /^立即解冻 1 个群组的设备$/, file: /^立即创建 2 台设备$/ },
  },
] as const;
type Words = (typeof languages)[number];

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Chooses a kind with the arrow keys, names the task, and goes on to the devices. */
async function begin(page: Page, words: Words, kind: keyof Words['kinds'], name: string) {
  await page.goto('/c/simulator/tasks/new?another=yes');
  const wanted = page.getByRole('radio', { name: words.kinds[kind], exact: true });
  await expect(wanted).toBeVisible();
  await arrowTo(page, wanted);
  await tabTo(page, page.getByLabel(words.name));
  await page.keyboard.type(name);
  await press(page, words.next(words.steps.targets));
  await expect(page.getByRole('heading', { level: 2, name: words.headings.targets })).toBeFocused();
}

async function press(page: Page, name: string | RegExp, key = 'Enter') {
  await tabTo(page, button(page, name));
  await page.keyboard.press(key);
}

/** From the devices to the end; what the review asks for is ticked and typed. */
async function start(page: Page, words: Words, name: string, { action, typed }: { action: RegExp; typed?: number }) {
  await press(page, words.next(words.steps.policy));
  await expect(page.getByRole('heading', { level: 2, name: words.headings.policy })).toBeFocused();
  await press(page, words.next(words.steps.review));
  await expect(page.getByRole('heading', { level: 2, name: words.headings.review })).toBeFocused();
  await expect(page.getByRole('textbox', { name: /^(Exact request|实际请求)$/ })).toBeVisible();
  await expect(page.getByLabel(words.looking)).toBeHidden();
  const warnings = page.getByRole('checkbox', { name: words.seen });
  if ((await warnings.count()) > 0) {
    await tabTo(page, warnings);
    await page.keyboard.press('Space');
  }
  if (typed !== undefined) {
    await tabTo(page, page.getByLabel(words.typedCount));
    await page.keyboard.type(String(typed));
  }
  await press(page, action);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
}

for (const words of languages)
  test.describe(`in ${words.locale}`, () => {
    test.use({ locale: words.locale });

    test.beforeEach(async ({ page }) => {
      await page.goto('/sign-in');
      const roles = page.getByRole('button', { name: /Operations|运维/ });
      await expect(roles).toBeVisible();
      await tabTo(page, roles);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/tasks$/);
    });

    test('a pasted list, from which a device is taken out and put back', async ({ page, stack }) => {
      await begin(page, words, 'freeze', 'by_list');
      const ids = deviceIds(stack, 'waterMeter', 600, 25_000);
      const field = page.getByRole('textbox', { name: words.ids });
      await tabTo(page, field);
      await page.evaluate((text) => navigator.clipboard.writeText(text), ids.join('\n'));
      await page.keyboard.press('ControlOrMeta+V');
      await expect(page.getByText(words.inTask(600))).toBeVisible();
      const rows = page.getByRole('region', { name: words.rows });
      const first = rows.getByRole('button', { name: words.takeOut(ids[0] ?? '') });
      await expect(first).toBeVisible();
      // The field that had the focus is gone; what took its place has it.
      await tabTo(page, first);
      await page.keyboard.press('Enter');
      await expect(page.getByText(words.inTask(599))).toBeVisible();
      // The focus lies on the device that took the place of the one that went.
      await expect(rows.getByRole('button', { name: words.takeOut(ids[1] ?? '') })).toBeFocused();
      // The list is one stop of the Tab key; the arrows go through it.
      await page.keyboard.press('ArrowDown');
      await expect(rows.getByRole('button', { name: words.takeOut(ids[2] ?? '') })).toBeFocused();
      await page.keyboard.press('End');
      await expect(rows.getByRole('button', { name: words.takeOut(ids.at(-1) ?? '') })).toBeFocused();
      await tabTo(page, button(page, words.undo), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(page.getByText(words.inTask(600))).toBeVisible();
      await expect(button(page, words.undo)).toBeFocused();
      await start(page, words, 'by_list', { action: words.start.list, typed: 600 });
      const created = stack.log.entries.findLast(({ kind, acted }) => kind === 'create' && acted);
      expect(created?.targets).toEqual(ids);
    });

    test('the devices of a group', async ({ page, stack }) => {
      await begin(page, words, 'unfreeze', 'by_group');
      await tabTo(page, page.getByRole('tab', { name: words.tabs.list }));
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('tab', { name: words.tabs.groups })).toBeFocused();
      const group = page.getByRole('checkbox', { name: words.group }).first();
      await expect(group).toBeVisible();
      await tabTo(page, group);
      await page.keyboard.press('Space');
      await expect(group).toBeChecked();
      await start(page, words, 'by_group', { action: words.start.groups });
      expect(truthOf(stack, openTaskId(page)).order.type).toBe('unfreezeDevices');
    });

    test('a workbook of new devices', async ({ page, stack }) => {
      const { productId = '' } = stack.world.fleet.catalogue.products[product.waterMeter] ?? {};
      await begin(page, words, 'create', 'by_file');
      await tabTo(page, button(page, words.chooseWorkbook));
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      const rows = [['product_id', 'node_id'], ...['K1', 'K2'].map((node) => [productId, `${words.locale}-${node}`])];
      const buffer = Buffer.from(writeWorkbook([{ name: 'Devices', rows, widths: [] }]));
      await (await chooser).setFiles({ name: 'devices.xlsx', mimeType: '', buffer });
      await expect(page.getByText(words.rowsFine)).toBeVisible();
      await start(page, words, 'by_file', { action: words.start.file });
      expect(truthOf(stack, openTaskId(page)).order.type).toBe('createDevices');
    });
  });
