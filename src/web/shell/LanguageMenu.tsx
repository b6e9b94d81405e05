import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '#web/i18n/i18n.ts';
import { languageNames, languages } from '#web/i18n/languages.ts';
import { IconCheck, IconLanguage } from '#web/ui/icons.ts';

/** Each language is offered by its own name, whatever the present one is. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('common');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t(($) => $.language.label)}>
          <IconLanguage size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            role="menuitemradio"
            aria-checked={i18n.language === language}
            rightSection={i18n.language === language ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => void chooseLanguage(i18n, language)}
          >
            {languageNames[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
