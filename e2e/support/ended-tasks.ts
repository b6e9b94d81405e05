import { expect, type Locator, type Page } from '@playwright/test';
import type { Task } from '#shared/domain/task.ts';
import type { Stack } from './stack.ts';

// Tasks of the world `demo` that have ended, so that little moves while a journey compares them with the list.

export const ended = 'state=succeeded,partly_succeeded,failed,stopped';
export const list = (page: Page): Locator => page.getByRole('table', { name: 'Batch tasks' });
/** The names of the listed tasks; the numbers of failed devices are links too. */
export const namesIn = (page: Page): Promise<string[]> =>
  list(page)
    .getByRole('link', { name: /^(?!.* failed devices? of )/ })
    .allTextContents();

/** As the console has them at this moment: one that runs may end meanwhile. */
export async function endedTasks(page: Page, { url }: Stack): Promise<Task[]> {
  const answer = await page.request.get(`${url}/api/v1/connections/simulator/tasks?${ended}&limit=200`);
  return ((await answer.json()) as { tasks: Task[] }).tasks;
}

/** Writes about a task on its page, as staff do, and comes back. */
export async function writeAbout(page: Page, name: string, { owner, tags }: { owner: string; tags: string }) {
  await list(page).getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.getByRole('textbox', { name: 'Owner' }).fill(owner);
  await page.getByRole('textbox', { name: 'Tags' }).fill(tags);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`Owner: ${owner}`)).toBeVisible();
  await page.goBack();
  await expect(list(page).getByRole('link', { name, exact: true })).toBeVisible();
}
