import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { Button, Group, Modal, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Role } from '#shared/domain/roles.ts';
import { Password, SignInName } from '#shared/domain/session.ts';
import { failureOf } from '#web/api/problem.ts';
import { addPersonMutation } from '#web/api/session.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';

/** A new local account with a role and a first password. */
export function AddPerson({ opened, onClose }: { opened: boolean; onClose(): void }) {
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
    onSuccess: () => {
      form.reset();
      onClose();
    },
    onError: (error) => {
      if (failureOf(error).code === 'name_taken')
        form.setFieldError(
          'name',
          t(($) => $.problem.name_taken.title, { ns: 'errors' }),
        );
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(($) => $.people.addTitle)}
      closeButtonProps={{ 'aria-label': t(($) => $.close, { ns: 'common' }) }}
    >
      <form noValidate onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <Stack>
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t(($) => $.cancel, { ns: 'common' })}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t(($) => $.people.add)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
