/** Languages the console speaks. The first is the source of the catalogues' types. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];
/** Each language's own name for itself. */
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

export const namespaces = [
  'common',
  'session',
  'tasks',
  'task',
  'create',
  'command',
  'errors',
  'input',
  'dictionary',
  'failures',
  'devices',
  'drafts',
] as const;
export type Namespace = (typeof namespaces)[number];

const storageKey = 'rollout-console.language';

/** What the person chose last, else the browser's first language that we speak, else English. */
export function preferredLanguage(): Language {
  const kept = keptLanguage();
  const wanted = [...(kept === null ? [] : [kept]), ...navigator.languages];
  for (const tag of wanted) {
    const known = languages.find((language) => language.split('-')[0] === tag.split('-')[0]);
    if (known) return known;
  }
  return 'en';
}

// Storage can be switched off; the choice then lasts as long as the page.
function keptLanguage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    return;
  }
}
