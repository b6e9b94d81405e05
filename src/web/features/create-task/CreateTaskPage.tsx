import './mantine.ts';
import { Button, Card, Grid, Group, Stack, Stepper, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import type { Problem } from '#shared/domain/create.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { groupsQuery } from '#web/api/catalogue.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { createTaskMutation } from '#web/api/tasks.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import classes from './create-task.module.css';
import { CreatingPanel } from './CreatingPanel.tsx';
import { DraftBar } from './DraftBar.tsx';
import { DraftNotices } from './DraftNotices.tsx';
import { DocumentStep } from './DocumentStep.tsx';
import { problemsByStep } from './draft-request.ts';
import type { Step } from './steps.ts';
import { stepsOf } from './kind-steps.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { LockedPart } from './LockedPart.tsx';
import { PolicyStep } from './PolicyStep.tsx';
import { readTargets } from './read-targets.ts';
import { ReviewStep } from './ReviewStep.tsx';
import type { Opened } from './saved-content.ts';
import { SubmitButton } from './SubmitButton.tsx';
import { SummaryCard } from './SummaryCard.tsx';
import { groupDevices } from './target-count.ts';
import { TargetsStep } from './TargetsStep.tsx';
import { TypeStep } from './TypeStep.tsx';
import { setOf } from './draft.ts';
import { useDraft } from './use-draft.ts';
import { useProduct } from './use-product.ts';
import { useRequest, useRequestKey } from './use-request.ts';

const now = () => Date.now();

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
  const hand = useDraft({ connection, draftId, opened, step: asked });
  const { draft, change, discard, tellDevices } = hand;
  const listText = useDeferredValue(draft.listText);
  const list = useMemo(() => readTargets(listText, draft.listColumn ?? undefined), [listText, draft.listColumn]);
  const groups = useQuery({
    ...groupsQuery({ connection, spaceId: draft.spaceId }),
    enabled: draft.source === 'groups' && draft.spaceId !== '',
  });
  const steps = stepsOf(draft.kind);
  // A link to a step that this kind does not have leads to the next one.
  const step = steps.includes(asked) ? asked : 'policy';
  const [confirmedCount, setConfirmedCount] = useState<number | null>(null);
  const asking = useRequest(draft, list.deviceIds);
  const idempotencyKey = useRequestKey(draft.seed, asking, step === 'review');
  const request = { ...asking, confirmedCount };
  const { data: product } = useProduct(connection, draft);
  const devices =
    request.targets.source === 'devices'
      ? request.targets.deviceIds.length
      : request.targets.source === 'groups'
        ? groupDevices(groups.data?.groups ?? [], request.targets.groupIds)
        : request.targets.source === 'file'
          ? (draft.workbook?.rows ?? 0)
          : (setOf(draft)?.devices ?? 0);
  useEffect(() => tellDevices(devices), [tellDevices, devices]);
  const problems = problemsByStep({ draft, request, now: now(), devices, product: product ?? null });

  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
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

  const problemText = (field: Problem['field'], at?: string) => {
    // Without `at`, what is about one parameter alone is said at that parameter.
    const found = problems[step].find((one) => one.field === field && (one.at ?? '') === (at ?? ''));
    return found && tried.has(step) ? t(($) => $.input[found.code], { ns: 'errors' }) : null;
  };
  const { document } = rulesOf(draft.kind);
  const nameOf = (each: Step) => (each === 'document' ? t(($) => $.document.step[document]) : t(($) => $.step[each]));
  const leaveTo = (next: Step) => {
    setTried(new Set([...tried, step]));
    onStep(next);
  };
  const next = steps[at + 1];
  const previous = steps[at - 1];
  const goOn = () => {
    setTried(new Set([...tried, step]));
    if (problems[step].length === 0 && next) onStep(next);
  };
  const submit = () => {
    setTried(new Set(steps));
    if (steps.some((each) => problems[each].length > 0)) return;
    if (unseen) return;
    create.mutate({ connection, ...request }, { onSuccess: setOperation });
  };
  // The operation has ended without a task: the same request is then another one.
  const back = () => {
    change({ seed: newIdempotencyKey() });
    setOperation(null);
  };

  if (operation) return <CreatingPanel operation={operation} onCreated={discard} onBack={back} />;

  const props = { connection, draft, change, problem: problemText };
  return (
    <Stack gap="lg">
      <div>
        <PageTitle of={t(($) => $.title)} />
        <Group justify="space-between" align="baseline">
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          <DraftBar connection={connection} draft={draft} keeping={hand.keeping} devices={devices} step={step} />
        </Group>
        <Text c="dimmed">{t(($) => $.intro)}</Text>
      </div>
      <Stepper
        active={at}
        onStepClick={(index) => steps[index] && leaveTo(steps[index])}
        size="sm"
        classNames={{ stepBody: classes.stepName ?? '' }}
      >
        {steps.map((each) => (
          <Stepper.Step
            key={each}
            label={nameOf(each)}
            {...(tried.has(each) && problems[each].length > 0
              ? { color: 'red', description: t(($) => $.stepHasProblems) }
              : {})}
            {...(each === step ? { 'aria-current': 'step' as const } : {})}
          />
        ))}
      </Stepper>
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
              {step === 'type' && <TypeStep {...props} spaces={spaces} />}
              {step === 'targets' && (
                <LockedPart draft={draft} part="targets">
                  <TargetsStep {...props} list={list} />
                </LockedPart>
              )}
              {step === 'document' && (
                <LockedPart draft={draft} part="document">
                  <DocumentStep {...props} />
                </LockedPart>
              )}
              {step === 'policy' && <PolicyStep {...props} now={now} />}
              {step === 'review' && (
                <ReviewStep
                  {...props}
                  request={request}
                  idempotencyKey={idempotencyKey}
                  devices={devices}
                  spaces={spaces}
                  problems={problems}
                  steps={steps}
                  nameOf={nameOf}
                  onCount={setConfirmedCount}
                  unseen={unseen ? (tried.has('review') ? 'asked' : 'some') : 'none'}
                  onUnseen={setUnseen}
                  onEdit={leaveTo}
                />
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
