import { MantineProvider } from '@mantine/core';
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
    <MantineProvider theme={translated} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <FormatsContext value={formats}>{children}</FormatsContext>
    </MantineProvider>
  );
}
