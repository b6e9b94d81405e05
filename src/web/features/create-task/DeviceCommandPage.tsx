import './mantine.ts';
import { Alert, Button, Card, Group, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandField, devicesReached, problemsOfCommand, wordToType } from '#shared/domain/device-command.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { deviceCommandMutation } from '#web/api/device-commands.ts';
import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import classes from './create-task.module.css';
import { CreatingPanel } from './CreatingPanel.tsx';
import { type CommandDraft, commandKey, commandSaving, parametersIn, toDeviceCommand } from './device-command-draft.ts';
import { DeviceCommandDelivery } from './DeviceCommandDelivery.tsx';
import { DeviceCommandFields } from './DeviceCommandFields.tsx';
import { DeviceCommandPreview } from './DeviceCommandPreview.tsx';
import { DeviceCommandTargets } from './DeviceCommandTargets.tsx';
import { DiscardButton } from './DiscardButton.tsx';
import { DraftLinks } from './DraftLinks.tsx';
import { DraftNotices } from './DraftNotices.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { readTargets } from './read-targets.ts';
import type { OpenedDraft } from './saving.ts';
import { useDraft } from './use-draft.ts';

type Props = { connection: string; draftId: string; opened: OpenedDraft<CommandDraft>; onDiscarded: () => void };

/** The form for a command to many devices, where the platform takes such tasks in a form of their own. */
export function DeviceCommandPage({ connection, draftId, opened, onDiscarded }: Props) {
  const { t } = useTranslation(['command', 'input']);
  const hand = useDraft({ connection, draftId, opened, step: 'type', saving: commandSaving });
  const { draft, change, discard, tellDevices } = hand;
  const [confirmed, setConfirmed] = useState('');
  const [tried, setTried] = useState(false);
  const [operation, setOperation] = useState<Operation | null>(null);
  const listText = useDeferredValue(draft.listText);
  const list = useMemo(() => readTargets(listText), [listText]);
  const asking = useMemo(() => toDeviceCommand(draft, list.deviceIds), [draft, list]);
  const request = { ...asking, confirmed: confirmed.trim() };
  const idempotencyKey = useMemo(() => commandKey(draft.seed, asking), [draft.seed, asking]);
  const send = useMutation(deviceCommandMutation(idempotencyKey));

  const problems = problemsOfCommand(request);
  const isBroken = parametersIn(draft.parametersText) === null;
  const word = wordToType(request);
  const devices = devicesReached(request);
  useEffect(() => tellDevices(devices), [tellDevices, devices]);
  const problem = (field: CommandField) => {
    const found = problems.find((one) => one.field === field);
    return found && tried ? t(($) => $.input[found.code], { ns: 'input' }) : null;
  };
  const isReady = () => {
    setTried(true);
    return !isBroken && problems.every(({ field }) => field === 'confirm');
  };
  const submit = () => {
    if (isReady() && problems.length === 0) send.mutate({ connection, ...request }, { onSuccess: setOperation });
  };

  if (operation) {
    // It has ended without a task: the same request is then another one.
    const back = () => {
      change({ seed: newIdempotencyKey() });
      setOperation(null);
    };
    return <CreatingPanel operation={operation} onCreated={discard} onBack={back} />;
  }

  const onDiscard = () => {
    discard();
    onDiscarded();
  };
  const failure = send.error === null ? null : failureOf(send.error);
  const refused = failure?.code === 'invalid' ? failure.data.problems : [];
  const fields = { draft, change, problem };
  return (
    <Stack gap="lg" maw={900}>
      <div>
        <PageTitle of={t(($) => $.title)} />
        <Group justify="space-between" align="baseline">
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          <DraftLinks connection={connection} keeping={hand.keeping} />
        </Group>
        <Text c="dimmed">{t(($) => $.intro)}</Text>
      </div>
      <DraftNotices hand={hand} />
      <Part title={t(($) => $.command.heading)}>
        <DeviceCommandFields {...fields} />
      </Part>
      <Part title={t(($) => $.targets.heading)}>
        <DeviceCommandTargets {...fields} list={list} />
      </Part>
      <Part title={t(($) => $.delivery.heading)}>
        <DeviceCommandDelivery {...fields} />
      </Part>
      <Part title={t(($) => $.review.heading)}>
        <DeviceCommandPreview
          connection={connection}
          request={request}
          idempotencyKey={idempotencyKey}
          onAsk={isReady}
        />
        {word !== null && word !== '' && (
          <TextInput
            label={t(($) => $.review.type, { word })}
            description={
              devices === null ? t(($) => $.review.unknownDevices) : t(($) => $.review.manyDevices, { count: devices })
            }
            value={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.value)}
            error={problem('confirm')}
            maw={420}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {tried && (isBroken || problems.length > 0) && (
          <Alert color="red" variant="outline" role="alert">
            {t(($) => $.review.problems)}
          </Alert>
        )}
        {failure && (
          <ErrorPanel failure={failure}>
            {refused.length > 0 && (
              <List size="sm">
                {refused.map(({ field, code }) => (
                  <List.Item key={`${field} ${code}`}>{t(($) => $.input[code], { ns: 'input' })}</List.Item>
                ))}
              </List>
            )}
          </ErrorPanel>
        )}
        <Group justify="space-between" className={classes.footer ?? ''}>
          <Group gap="xs">
            <LinkButton variant="default" to="/c/$connection/tasks" params={{ connection }}>
              {t(($) => $.review.cancel)}
            </LinkButton>
            <DiscardButton onDiscard={onDiscard} />
          </Group>
          <Button onClick={submit} loading={send.isPending} size="md">
            {devices === null ? t(($) => $.review.send) : t(($) => $.review.sendTo, { count: devices })}
          </Button>
        </Group>
      </Part>
      <LeaveGuard standing={hand.keeping.standing} />
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" className={classes.surface} component="section" aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}
