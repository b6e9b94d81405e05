import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameHint } from '#web/ui/hint.ts';
import { IconMoon, IconSun, IconSunMoon } from '#web/ui/icons.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';

const icons = { light: IconSun, dark: IconMoon, auto: IconSunMoon };
const schemes = ['light', 'dark', 'auto'] as const;

/** Light, dark, or as the system has it. */
export function ThemeMenu() {
  const { t } = useTranslation('common');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Present = icons[useComputedColorScheme('light')];
  const entries = schemes.map((scheme) => {
    const Glyph = icons[scheme];
    return {
      key: scheme,
      label: t(($) => $.theme[scheme]),
      icon: <Glyph size={16} aria-hidden />,
      checked: colorScheme === scheme,
      onSelect: () => setColorScheme(scheme),
    };
  });
  return (
    <MenuButton entries={entries}>
      <ActionIcon variant="subtle" color="gray" size="lg" {...nameHint(t(($) => $.theme.label))}>
        <Present size={18} aria-hidden />
      </ActionIcon>
    </MenuButton>
  );
}
