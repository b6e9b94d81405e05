import './mantine.ts';
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { createTaskMutation } from '#web/api/tasks.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import classes from './create-task.module.css';
import { CreatingPanel } from './CreatingPanel.tsx';
import { DiscardButton } from './DiscardButton.tsx';
import { DraftBar } from './DraftBar.tsx';
import { DraftNotices } from './DraftNotices.tsx';
import type { Step } from './steps.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import type { Seen } from './PreflightPanel.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import type { Opened } from './saved-content.ts';
import { showFirstProblem } from './show-first-problem.ts';
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
  const { t } = useTranslation(['create', 'errors']);
  const wizard = useWizard({ connection, draftId, opened, step: asked, onStep });
  const { hand, steps, step, request, devices, problems, tried, problem, nameOf, leaveTo } = wizard;
  const { draft, change, discard } = hand;
  const idempotencyKey = useRequestKey(draft.seed, wizard.asking, step === 'review');
  const [operation, setOperation] = useState<Operation | null>(null);
  const [seen, setSeen] = useState<Seen>('all');
  const create = useMutation(createTaskMutation(idempotencyKey));
  const heading = useRef<HTMLHeadingElement>(null);
  const at = steps.indexOf(step);
  const [stops, setStops] = useState(0);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stops > 0 && form.current !== null) showFirstProblem(form.current);
  }, [stops]);

  const [firstStep] = useState(step);
  const moved = useRef(false);
  useEffect(() => {
    // A page that has just opened leaves the focus where the browser puts it.
    if (moved.current || step !== firstStep) heading.current?.focus();
    moved.current ||= step !== firstStep;
  }, [step, firstStep]);

  const next = steps[at + 1];
  const previous = steps[at - 1];
  const goOn = () => {
    if (!wizard.areGood([step])) setStops(stops + 1);
    else if (next) onStep(next);
  };
  const submit = () => {
    if (!wizard.areGood(steps) || seen !== 'all') return setStops(stops + 1);
    create.mutate({ connection, ...request }, { onSuccess: setOperation });
  };
  const onDiscard = () => {
    discard();
    onDiscarded();
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
      <div className={classes.page} data-whole={step === 'review' || undefined}>
        <Card withBorder padding="lg" className={classes.surface} ref={form}>
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
                asks={seen === 'some' && tried.has('review')}
                onSeen={setSeen}
                onEdit={leaveTo}
              />
            ) : (
              <StepFields {...props} step={step} spaces={spaces} list={wizard.list} />
            )}
            {create.error && <FailurePanel error={create.error} onEdit={{ step: leaveTo, nameOf }} />}
            <Group justify="space-between" className={classes.footer ?? ''}>
              <Group gap="xs">
                {previous && (
                  <Button variant="default" onClick={() => onStep(previous)}>
                    {t(($) => $.back)}
                  </Button>
                )}
                <DiscardButton onDiscard={onDiscard} />
              </Group>
              {next ? (
                <Button onClick={goOn}>{t(($) => $.next, { step: nameOf(next) })}</Button>
              ) : (
                <SubmitButton
                  draft={draft}
                  devices={devices}
                  reason={seen === 'looking' ? t(($) => $.preflight.looking) : null}
                  busy={create.isPending}
                  onSubmit={submit}
                />
              )}
            </Group>
          </Stack>
        </Card>
        {step !== 'review' && <SummaryCard connection={connection} draft={draft} devices={devices} spaces={spaces} />}
      </div>
      <LeaveGuard standing={hand.keeping.standing} />
    </Stack>
  );
}
