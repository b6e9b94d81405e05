import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { keepLanguage, type Language, languages, type Namespace, preferredLanguage } from './languages.ts';

// Each catalogue is its own chunk, fetched when a page first speaks its words.
const catalogues = import.meta.glob<Record<string, unknown>>('./locales/*/*.json', { import: 'default' });

type Fetched = <Part>(fetchPart: () => Promise<Part>) => Promise<Part>;

async function readCatalogue(fetched: Fetched, language: string, namespace: string): Promise<Record<string, unknown>> {
  const load = catalogues[`./locales/${language}/${namespace}.json`];
  if (!load) throw new Error(`There is no catalogue ${language}/${namespace}.`);
  return fetched(load);
}

/**
 * Starts translation with the words every page needs. `first` are the catalogues of the page that opens, and `fetched` waits for one
 * that cannot be fetched: a page whose words have failed once would show their keys for good.
 */
export async function startI18n(first: readonly Namespace[], fetched: Fetched): Promise<i18n> {
  const instance = i18next.createInstance();
  instance.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await instance
    .use({
      type: 'backend',
      init: () => undefined,
      read: (language: string, namespace: string) => readCatalogue(fetched, language, namespace),
    })
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      supportedLngs: [...languages],
      // Both catalogues are complete, which a test proves; a silent mix of languages would hide a gap.
      fallbackLng: false,
      ns: [...first],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  return instance;
}

/** Changes the language now and for the next visit. */
export async function chooseLanguage(instance: i18n, language: Language): Promise<void> {
  keepLanguage(language);
  await instance.changeLanguage(language);
}
