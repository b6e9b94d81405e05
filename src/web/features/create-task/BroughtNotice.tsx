import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangleFilled, IconInfoCircle } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import type { Brought } from './draft.ts';

type Props = { brought: Brought; onDismiss: () => void };

/** Where a draft comes from, and what of that is not in it, until the person has read it. */
export function BroughtNotice({ brought, onDismiss }: Props) {
  const { connection } = useParams({ from: '/c/$connection' });
  const { t } = useTranslation('drafts');
  const { from, name, taskId, notCarried } = brought;
  const isWhole = notCarried.length === 0;
  return (
    <Alert
      color={isWhole ? 'blue' : 'orange'}
      variant="outline"
      icon={isWhole ? <IconInfoCircle size={18} aria-hidden /> : <IconAlertTriangleFilled size={18} aria-hidden />}
      role="status"
    >
      <Text size="sm" fw={600}>
        {from === 'task' ? t(($) => $.brought.fromTask, { name: name ?? '' }) : t(($) => $.brought.fromRequest)}
      </Text>
      <Text size="sm">
        {isWhole ? t(($) => $.brought.whole) : t(($) => $.brought.lacks, { count: notCarried.length })}
      </Text>
      {!isWhole && (
        <List size="sm" mt={4}>
          {notCarried.map(({ code, at, known = 0, all = 0 }) => (
            <List.Item key={`${code} ${at}`}>
              {t(($) => $.brought.notCarried[code], { at: at ?? '', known, all })}
            </List.Item>
          ))}
        </List>
      )}
      <Group gap="xs" mt="sm">
        {taskId !== null && (
          <LinkButton to="/c/$connection/tasks/$taskId" params={{ connection, taskId }} variant="default" size="xs">
            {t(($) => $.brought.openTask)}
          </LinkButton>
        )}
        <Button size="xs" variant="subtle" onClick={onDismiss}>
          {t(($) => $.brought.dismiss)}
        </Button>
      </Group>
    </Alert>
  );
}
