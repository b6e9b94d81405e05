import { Button, Group, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskId } from '#shared/domain/task.ts';

type Props = {
  connection: string;
  /** How many tasks are new to the list. */
  waiting: number;
  onShow: () => void;
};

/** The way to a task on a platform that lists none: whoever has its ID opens it, and from then on it is in the list. */
export function OpenById({ connection, waiting, onShow }: Props) {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  // Here a task is new only because somebody of this console opened or started it: there is no crowd to hold back.
  const show = useEffectEvent(onShow);
  useEffect(() => {
    if (waiting > 0) show();
  }, [waiting]);
  const open = (event: FormEvent) => {
    event.preventDefault();
    const taskId = TaskId.safeParse(text.trim());
    setRefused(!taskId.success);
    if (taskId.success)
      void navigate({ to: '/c/$connection/tasks/$taskId', params: { connection, taskId: taskId.data } });
  };
  return (
    <form onSubmit={open}>
      <Group align="flex-end" gap="xs" mb="md">
        <TextInput
          label={t(($) => $.openById.label)}
          description={t(($) => $.openById.help)}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={refused ? t(($) => $.openById.noId) : null}
          autoComplete="off"
          spellCheck={false}
          flex="0 1 420px"
        />
        <Button type="submit" variant="default">
          {t(($) => $.openById.open)}
        </Button>
      </Group>
    </form>
  );
}
