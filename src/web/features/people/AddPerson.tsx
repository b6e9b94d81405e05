import '@mantine/core/styles/PasswordInput.layer.css';
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Role } from '#shared/domain/roles.ts';
import { Password, SignInName } from '#shared/domain/session.ts';
import { failureOf } from '#web/api/problem.ts';
import { addPersonMutation } from '#web/api/session.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';

/** A new local account with a role and a first password. */
export function AddPerson({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['session', 'common', 'errors']);
  const form = useForm({
    initialValues: { name: '', role: 'operations' as Role, password: '' },
    validate: schemaResolver(
      z.object({
        name: z.string().refine(
          (name) => SignInName.safeParse(name).success,
          t(($) => $.nameWrong),
        ),
        role: Role,
        password: z.string().refine(
          (password) => Password.safeParse(password).success,
          t(($) => $.passwordShort),
        ),
      }),
      { sync: true },
    ),
  });
  const add = useMutation({
    ...addPersonMutation(),
    onSuccess: onClose,
    onError: (error) => {
      if (failureOf(error).code === 'name_taken')
        form.setFieldError(
          'name',
          t(($) => $.problem.name_taken.title, { ns: 'errors' }),
        );
    },
  });
  return (
    <FormDialog
      title={t(($) => $.people.addTitle)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => add.mutate(values))}
      submitLabel={t(($) => $.people.add)}
      busy={add.isPending}
    >
      {add.error && failureOf(add.error).code !== 'name_taken' && <ErrorPanel failure={failureOf(add.error)} />}
      <TextInput
        data-autofocus
        label={t(($) => $.people.name)}
        description={t(($) => $.nameHelp)}
        autoComplete="off"
        required
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label={t(($) => $.people.role)}
        data={Role.options.map((role) => ({ value: role, label: t(($) => $.role[role], { ns: 'common' }) }))}
        {...form.getInputProps('role')}
      />
      <PasswordInput
        label={t(($) => $.people.firstPassword)}
        description={t(($) => $.people.firstPasswordHelp)}
        autoComplete="new-password"
        required
        {...form.getInputProps('password')}
      />
    </FormDialog>
  );
}
