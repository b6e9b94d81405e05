import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import '@mantine/core/styles/PasswordInput.layer.css';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Password, type Session, SignInName } from '#shared/domain/session.ts';
import { failureOf } from '#web/api/problem.ts';
import { setUpMutation } from '#web/api/session.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import classes from './PasswordForm.module.css';

/** Makes the first admin with the one-time token. A refusal keeps the name and empties the password. */
export function SetUpForm({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const { t } = useTranslation('session');
  const form = useForm({
    initialValues: { token: '', name: '', password: '' },
    validate: schemaResolver(
      z.object({
        token: z.string().min(
          1,
          t(($) => $.setUp.tokenMissing),
        ),
        name: z.string().refine(
          (name) => SignInName.safeParse(name).success,
          t(($) => $.nameWrong),
        ),
        password: z.string().refine(
          (password) => Password.safeParse(password).success,
          t(($) => $.passwordShort),
        ),
      }),
      { sync: true },
    ),
  });
  const setUp = useMutation({
    ...setUpMutation(),
    onSuccess: onSignedIn,
    onError: () => form.setFieldValue('password', ''),
  });
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(({ token, ...rest }) => setUp.mutate({ token: token.trim(), ...rest }))}
    >
      <Stack>
        {setUp.error && <ErrorPanel failure={failureOf(setUp.error)} />}
        <TextInput
          label={t(($) => $.setUp.token)}
          description={t(($) => $.setUp.text)}
          autoComplete="off"
          required
          {...form.getInputProps('token')}
        />
        <TextInput
          label={t(($) => $.name)}
          description={t(($) => $.nameHelp)}
          autoComplete="username"
          required
          {...form.getInputProps('name')}
        />
        <PasswordInput
          label={t(($) => $.password)}
          description={t(($) => $.passwordHelp)}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={setUp.isPending}>
          {t(($) => $.setUp.submit)}
        </Button>
      </Stack>
    </form>
  );
}
