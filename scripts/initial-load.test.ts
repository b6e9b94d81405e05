import { expect, test } from 'vitest';

import { initialFiles, type Manifest } from './initial-load.ts';

const manifest: Manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_react.js'], css: ['index.css'] },
  '_react.js': { file: 'react.js' },
  '_table.js': { file: 'table.js', imports: ['_react.js'] },
  '_charts.js': { file: 'charts.js', imports: ['_react.js'] },
  'src/web/routes/c.$connection.tsx?tsr-split=component': { file: 'connection.js' },
  'src/web/routes/c.$connection.tasks.index.tsx?tsr-split=component': { file: 'list.js', imports: ['_table.js'] },
  'src/web/routes/c.$connection.tasks.$taskId.tsx?tsr-split=component': { file: 'task.js', imports: ['_charts.js'] },
  'src/web/i18n/locales/en/tasks.ts': { file: 'en-tasks.js' },
  'src/web/i18n/locales/zh-CN/tasks.ts': { file: 'zh-tasks.js' },
};

test('a route is loaded with its ancestors, its language and what they import, and nothing else', () => {
  const { scripts, styles } = initialFiles(manifest, 'c.$connection.tasks.index', /locales\/en\/tasks/, {});
  expect(scripts.toSorted()).toEqual(['connection.js', 'en-tasks.js', 'index.js', 'list.js', 'react.js', 'table.js']);
  expect(styles).toEqual(['index.css']);
});

test('a route may come with the entry', () => {
  const { 'src/web/routes/c.$connection.tasks.index.tsx?tsr-split=component': _page, ...inlined } = manifest;
  const modules = { 'index.js': ['src/web/routes/c.$connection.tasks.index.tsx'] };
  const { scripts } = initialFiles(inlined, 'c.$connection.tasks.index', /none/, modules);
  expect(scripts.toSorted()).toEqual(['connection.js', 'index.js', 'react.js']);
});

test('a route that was renamed is an error, not a smaller sum', () => {
  expect(() => initialFiles(manifest, 'c.$connection.jobs', /none/, {})).toThrow('c.$connection.jobs');
});
