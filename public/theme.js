// Runs before the first paint, so that the page never flashes in the wrong theme or announces the wrong language.
// A file of its own: the content security policy allows no inline script. The keys are those of Mantine and of src/web/i18n.
(() => {
  // zod looks here when it is first loaded, which the bundle does before any line of ours: without `jitless` it tries
  // `new Function`, and the policy reports that on every page.
  globalThis.__zod_globalConfig = { jitless: true };

  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage can be switched off; the system's preference then decides
    }
  };
  const chosen = read('mantine-color-scheme-value');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  const spoken = [read('rollout-console.language'), ...navigator.languages].map((tag) => tag?.split('-')[0]);
  document.documentElement.lang = spoken.find((tag) => tag === 'en' || tag === 'zh') === 'zh' ? 'zh-CN' : 'en';
})();
