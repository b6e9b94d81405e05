import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  MantineProvider,
  useMantineTheme,
} from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsOf } from '#web/i18n/format.ts';
import { FormatsContext } from '#web/i18n/use-formats.ts';
import { theme } from '#web/ui/theme.ts';

/** Mantine with our theme, our nonce and its built-in labels, and numbers and times, in the person's language. */
export function Themed({ nonce, children }: { nonce: string; children: ReactNode }) {
  const { t, i18n } = useTranslation('common');
  const formats = useMemo(() => formatsOf(i18n.language), [i18n.language]);
  const translated = useMemo(
    () => ({
      ...theme,
      components: {
        Modal: { styles: { title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' } } },
        CloseButton: { defaultProps: { 'aria-label': t(($) => $.close) } },
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': t(($) => $.showPassword) } } },
      },
    }),
    [t],
  );
  return (
    <MantineProvider
      theme={translated}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <ThemeVariables nonce={nonce} />
      <FormatsContext value={formats}>{children}</FormatsContext>
    </MantineProvider>
  );
}

/**
 * What our theme changes in Mantine's. In the head, and not where Mantine puts it: a style sheet in the body makes the browser lay
 * out the whole page anew for each one that comes later with a part of a page.
 */
function ThemeVariables({ nonce }: { nonce: string }) {
  const ours = defaultCssVariablesResolver(useMantineTheme());
  const own = (part: 'variables' | 'light' | 'dark') =>
    Object.fromEntries(Object.entries(ours[part]).filter(([name, value]) => mantines[part][name] !== value));
  return (
    <style href="theme" precedence="theme" nonce={nonce}>
      {convertCssVariables({ variables: own('variables'), light: own('light'), dark: own('dark') })}
    </style>
  );
}

const mantines: Record<'variables' | 'light' | 'dark', Record<string, string>> = defaultCssVariablesResolver(
  DEFAULT_THEME,
);
