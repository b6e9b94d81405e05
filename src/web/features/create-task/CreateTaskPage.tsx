import './mantine.ts';
import { Button, Card, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { createTaskMutation } from '#web/api/tasks.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import classes from './create-task.module.css';
import { CreatingPanel } from './CreatingPanel.tsx';
import { DraftBar } from './DraftBar.tsx';
import { DraftNotices } from './DraftNotices.tsx';
import type { Step } from './steps.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import type { Opened } from './saved-content.ts';
import { StepFields } from './StepFields.tsx';
import { SubmitButton } from './SubmitButton.tsx';
import { SummaryCard } from './SummaryCard.tsx';
import { useRequestKey } from './use-request.ts';
import { useWizard } from './use-wizard.ts';
import { WizardSteps } from './WizardSteps.tsx';

type Props = {
  connection: string;
  draftId: string;
  opened: Opened;
  spaces: Space[];
  step: Step;
  onStep: (step: Step) => void;
  onDiscarded: () => void;
};

/** The wizard for a new task of any kind: up to four steps and a review. */
export function CreateTaskPage({ connection, draftId, opened, spaces, step: asked, onStep, onDiscarded }: Props) {
  const { t } = useTranslation(['create', 'errors', 'drafts']);
  const wizard = useWizard({ connection, draftId, opened, step: asked, onStep });
  const { hand, steps, step, request, devices, problems, tried, problem, nameOf, leaveTo } = wizard;
  const { draft, change, discard } = hand;
  const idempotencyKey = useRequestKey(draft.seed, wizard.asking, step === 'review');
  const [operation, setOperation] = useState<Operation | null>(null);
  const [unseen, setUnseen] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const create = useMutation(createTaskMutation(idempotencyKey));
  const heading = useRef<HTMLHeadingElement>(null);
  const at = steps.indexOf(step);

  const [firstStep] = useState(step);
  const moved = useRef(false);
  useEffect(() => {
    // A page that has just opened leaves the focus where the browser puts it.
    if (moved.current || step !== firstStep) heading.current?.focus();
    moved.current ||= step !== firstStep;
  }, [step, firstStep]);

  const { standing } = hand.keeping;
  const isLost = operation === null && !['new', 'saved', 'unsaved', 'saving'].includes(standing);
  // Steps are addresses of this same page: going between them is not leaving.
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isLost && current.pathname !== next.pathname,
    enableBeforeUnload: () => isLost,
    withResolver: true,
  });

  const next = steps[at + 1];
  const previous = steps[at - 1];
  const goOn = () => {
    if (wizard.areGood([step]) && next) onStep(next);
  };
  const submit = () => {
    if (!wizard.areGood(steps) || unseen) return;
    create.mutate({ connection, ...request }, { onSuccess: setOperation });
  };
  // The operation has ended without a task: the same request is then another one.
  const back = () => {
    change({ seed: newIdempotencyKey() });
    setOperation(null);
  };

  if (operation) return <CreatingPanel operation={operation} onCreated={discard} onBack={back} />;

  const { document } = rulesOf(draft.kind);
  const props = { connection, draft, change, problem };
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <PageTitle of={t(($) => $.title)} />
        <Group justify="space-between" align="baseline">
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          <DraftBar connection={connection} draft={draft} keeping={hand.keeping} devices={devices} step={step} />
        </Group>
        <Text c="dimmed">{t(($) => $.intro)}</Text>
      </Stack>
      <WizardSteps steps={steps} step={step} wrong={wizard.wrong} nameOf={nameOf} onStep={leaveTo} />
      <DraftNotices hand={hand} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: step === 'review' ? 12 : 8 }}>
          <Card withBorder padding="lg" className={classes.surface}>
            <Stack gap="lg">
              <Title order={2} size="h4" tabIndex={-1} ref={heading} className={classes.heading}>
                {step === 'type' && t(($) => $.type.heading)}
                {step === 'targets' && t(($) => $.targets.heading)}
                {step === 'document' && t(($) => $.document.heading[document])}
                {step === 'policy' && t(($) => $.policy.heading)}
                {step === 'review' && t(($) => $.review.heading)}
              </Title>
              {step === 'review' ? (
                <ReviewStep
                  {...props}
                  request={request}
                  idempotencyKey={idempotencyKey}
                  devices={devices}
                  spaces={spaces}
                  problems={problems}
                  steps={steps}
                  nameOf={nameOf}
                  onCount={wizard.setConfirmedCount}
                  unseen={unseen ? (tried.has('review') ? 'asked' : 'some') : 'none'}
                  onUnseen={setUnseen}
                  onEdit={leaveTo}
                />
              ) : (
                <StepFields {...props} step={step} spaces={spaces} list={wizard.list} />
              )}
              {create.error && <FailurePanel error={create.error} onEdit={{ step: leaveTo, nameOf }} />}
              <Group justify="space-between">
                <Group gap="xs">
                  <Button
                    variant="default"
                    disabled={previous === undefined}
                    onClick={() => previous && onStep(previous)}
                  >
                    {t(($) => $.back)}
                  </Button>
                  <Button variant="subtle" color="gray" onClick={() => setDiscarding(true)}>
                    {t(($) => $.discard)}
                  </Button>
                </Group>
                {next ? (
                  <Button onClick={goOn}>{t(($) => $.next, { step: nameOf(next) })}</Button>
                ) : (
                  <SubmitButton draft={draft} devices={devices} busy={create.isPending} onSubmit={submit} />
                )}
              </Group>
            </Stack>
          </Card>
        </Grid.Col>
        {step !== 'review' && (
          <Grid.Col span={{ base: 12, md: 4 }}>
            <SummaryCard connection={connection} draft={draft} devices={devices} spaces={spaces} />
          </Grid.Col>
        )}
      </Grid>
      <Confirm
        opened={discarding}
        onClose={() => setDiscarding(false)}
        title={t(($) => $.discardTitle)}
        confirmLabel={t(($) => $.discard)}
        danger
        onConfirm={() => {
          discard();
          onDiscarded();
        }}
      >
        <Text size="sm">{t(($) => $.discardBody)}</Text>
      </Confirm>
      <Confirm
        opened={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={t(($) => $.leaveTitle)}
        confirmLabel={t(($) => $.leave)}
        onConfirm={() => blocker.proceed?.()}
      >
        <Text size="sm">{t(($) => $.leaveBody, { ns: 'drafts' })}</Text>
      </Confirm>
    </Stack>
  );
}
