import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import '@mantine/core/styles/PasswordInput.layer.css';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Session } from '#shared/domain/session.ts';
import { failureOf } from '#web/api/problem.ts';
import { signInMutation } from '#web/api/session.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import classes from './PasswordForm.module.css';

/** Name and password. A refusal keeps the name and empties the password. */
export function PasswordForm({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const { t } = useTranslation('session');
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: schemaResolver(
      z.object({
        name: z.string().min(
          1,
          t(($) => $.nameMissing),
        ),
        password: z.string().min(
          1,
          t(($) => $.passwordMissing),
        ),
      }),
      { sync: true },
    ),
  });
  const signIn = useMutation({
    ...signInMutation(),
    onSuccess: onSignedIn,
    onError: () => form.setFieldValue('password', ''),
  });
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.error && <ErrorPanel failure={failureOf(signIn.error)} />}
        <TextInput label={t(($) => $.name)} autoComplete="username" required {...form.getInputProps('name')} />
        <PasswordInput
          label={t(($) => $.password)}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t(($) => $.submit)}
        </Button>
      </Stack>
    </form>
  );
}
