import { MantineProvider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { theme } from '#web/ui/theme.ts';

/** Mantine with our theme, our nonce and its built-in labels in the person's language. */
export function Themed({ nonce, children }: { nonce: string; children: ReactNode }) {
  const { t } = useTranslation('common');
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
      {children}
    </MantineProvider>
  );
}
