import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '#web/i18n/i18n.ts';
import { languageNames, languages } from '#web/i18n/languages.ts';
import { nameHint } from '#web/ui/hint.ts';
import { IconLanguage } from '#web/ui/icons.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';

/** Each language is offered by its own name, whatever the present one is. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('common');
  const entries = languages.map((language) => ({
    key: language,
    label: languageNames[language],
    lang: language,
    checked: i18n.language === language,
    onSelect: () => void chooseLanguage(i18n, language),
  }));
  return (
    <MenuButton entries={entries}>
      <ActionIcon variant="subtle" color="gray" size="lg" {...nameHint(t(($) => $.language.label))}>
        <IconLanguage size={18} aria-hidden />
      </ActionIcon>
    </MenuButton>
  );
}
