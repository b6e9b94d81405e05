import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { operationQuery } from '#web/api/operations.ts';
import { useDoubt } from '#web/i18n/use-doubt.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';

type Props = {
  operation: Operation;
  /** The platform has the task: the draft is no longer needed. */
  onCreated: () => void;
  onBack: () => void;
};

/** What becomes of a create after the button: from written down to accepted, refused, or looked for. */
export function CreatingPanel({ operation: begun, onCreated, onBack }: Props) {
  const { t } = useTranslation('create');
  const navigate = useNavigate();
  const { connection } = begun;
  const { data: operation } = useQuery({
    ...operationQuery({ connection, operationId: begun.id }),
    initialData: begun,
    // Events carry every change; this is for the time when the stream is cut.
    refetchInterval: ({ state }) => (state.data && operationEnded(state.data.state) ? false : 3000),
  });
  const { state, taskId } = operation;

  useEffect(() => {
    if (taskId === null) return;
    onCreated();
    void navigate({ to: '/c/$connection/tasks/$taskId', params: { connection, taskId }, replace: true });
  }, [taskId, connection, navigate, onCreated]);

  const doubt = useDoubt()(operation);
  const reason = useReasons()(operation.errorCode, operation.errorMessage);
  const why = doubt ?? (operation.errorCode === null ? null : [reason.cause, reason.action].filter(Boolean).join(' '));
  const platform = doubt === null ? [operation.errorCode, operation.errorMessage].filter(Boolean).join(' ') : '';
  const refused = state === 'refused' || state === 'needs_person';
  return (
    <Stack gap="md" maw={640}>
      <Title order={1} size="h2">
        {t(($) => $.creating.title, { name: operation.taskName })}
      </Title>
      <Group gap="sm" wrap="nowrap" role="status" aria-live="polite">
        {!operationEnded(state) && <Loader size="sm" />}
        <Text>{t(($) => $.creating[state])}</Text>
      </Group>
      {why !== null && (
        <Alert color={refused ? 'red' : 'blue'} variant="outline">
          {why}
          {platform !== '' && (
            <Text size="sm" className="quiet">
              {platform}
            </Text>
          )}
        </Alert>
      )}
      <Group>
        {refused && (
          <Button variant="default" onClick={onBack}>
            {t(($) => $.creating.backToForm)}
          </Button>
        )}
        <LinkButton variant="default" to="/c/$connection/tasks" params={{ connection }}>
          {t(($) => $.creating.toTasks)}
        </LinkButton>
      </Group>
    </Stack>
  );
}
