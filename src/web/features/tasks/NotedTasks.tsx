import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RefusedNote } from '#shared/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { CopyButton } from '#web/ui/CopyButton.tsx';

type Props = { asked: number; refused: readonly RefusedNote[]; onClose(): void };

/** What came of adding to several tasks: how many have it, and for the others why not. */
export function NotedTasks({ asked, refused, onClose }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const done = asked - refused.length;
  const groups = RefusedNote.shape.reason.options
    .map((reason) => ({ reason, ids: refused.filter((one) => one.reason === reason).map(({ taskId }) => taskId) }))
    .filter(({ ids }) => ids.length > 0);
  return (
    <Stack gap="sm">
      <Text role="status">
        {t(($) => $.annotation.many.done, { count: asked, done: formats.count(done), shown: formats.count(asked) })}
      </Text>
      {groups.length > 0 && (
        <List size="sm">
          {groups.map(({ reason, ids }) => (
            <List.Item key={reason}>
              {t(($) => $.annotation.many.refused[reason], { count: ids.length, shown: formats.count(ids.length) })}{' '}
              <CopyButton value={ids.join('\n')} label={t(($) => $.annotation.many.copyIds)} />
            </List.Item>
          ))}
        </List>
      )}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {common(($) => $.close)}
        </Button>
      </Group>
    </Stack>
  );
}
