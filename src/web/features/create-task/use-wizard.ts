import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewTask, Problem } from '#shared/domain/create.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import { groupsQuery } from '#web/api/catalogue.ts';
import { setOf } from './draft.ts';
import { problemsByStep } from './draft-request.ts';
import { stepsOf } from './kind-steps.ts';
import { readTargets } from './read-targets.ts';
import { type Opened, taskSaving } from './saved-content.ts';
import type { Step } from './steps.ts';
import { groupDevices } from './target-count.ts';
import { useDraft } from './use-draft.ts';
import { useProduct } from './use-product.ts';
import { useRequest } from './use-request.ts';

const now = () => Date.now();

type Asked = { connection: string; draftId: string; opened: Opened; step: Step; onStep: (step: Step) => void };

/**
 * What has been entered, the request it stands for, and what is wrong with it. Each stays the same value for as long as it says the
 * same, so that the parts of the page that have not changed are not drawn again.
 */
export function useWizard({ connection, draftId, opened, step: asked, onStep }: Asked) {
  const { t } = useTranslation(['create', 'input']);
  const hand = useDraft({ connection, draftId, opened, step: asked, saving: taskSaving });
  const { draft, tellDevices } = hand;
  const listText = useDeferredValue(draft.listText);
  const list = useMemo(() => readTargets(listText, draft.listColumn ?? undefined), [listText, draft.listColumn]);
  const groups = useQuery({
    ...groupsQuery({ connection, spaceId: draft.spaceId }),
    enabled: draft.source === 'groups' && draft.spaceId !== '',
  });
  const { data: product } = useProduct(connection, draft);
  const steps = useMemo(() => stepsOf(draft.kind), [draft.kind]);
  // A link to a step that this kind does not have leads to the next one.
  const step = steps.includes(asked) ? asked : 'policy';

  const asking = useRequest(draft, list.deviceIds);
  const [confirmedCount, setConfirmedCount] = useState<number | null>(null);
  const request: NewTask = useMemo(() => ({ ...asking, confirmedCount }), [asking, confirmedCount]);
  const { targets } = request;
  const devices =
    targets.source === 'devices'
      ? targets.deviceIds.length
      : targets.source === 'groups'
        ? groupDevices(groups.data?.groups ?? [], targets.groupIds)
        : targets.source === 'file'
          ? (draft.workbook?.rows ?? 0)
          : (setOf(draft)?.devices ?? 0);
  useEffect(() => tellDevices(devices), [tellDevices, devices]);

  // A start lies in the past sooner or later: it is judged when a person goes on, not only when something is entered.
  const [judgedAt, setJudgedAt] = useState(now);
  const judge = useCallback(
    (at: number) => problemsByStep({ draft, request, now: at, devices, product: product ?? null }),
    [draft, request, devices, product],
  );
  const problems = useMemo(() => judge(judgedAt), [judge, judgedAt]);
  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
  const wrongNames = steps.filter((each) => tried.has(each) && problems[each].length > 0).join(' ');
  /** Steps that have been left with something wrong in them. */
  const wrong = useMemo(() => steps.filter((each) => wrongNames.split(' ').includes(each)), [steps, wrongNames]);

  const problem = useCallback(
    (field: Problem['field'], at?: string) => {
      // Without `at`, what is about one parameter alone is said at that parameter.
      const found = problems[step].find((one) => one.field === field && (one.at ?? '') === (at ?? ''));
      return found && tried.has(step) ? t(($) => $.input[found.code], { ns: 'input' }) : null;
    },
    [problems, step, tried, t],
  );
  const nameOf = useCallback(
    (each: Step) =>
      each === 'document' ? t(($) => $.document.step[rulesOf(draft.kind).document]) : t(($) => $.step[each]),
    [draft.kind, t],
  );
  const leaveTo = useCallback(
    (next: Step) => {
      setJudgedAt(now());
      setTried((before) => new Set([...before, step]));
      onStep(next);
    },
    [step, onStep],
  );
  /** Whether these steps are as they should be by now; their problems are said from then on. */
  const areGood = (which: readonly Step[]): boolean => {
    const at = now();
    setJudgedAt(at);
    setTried(new Set([...tried, ...which]));
    const found = judge(at);
    return which.every((each) => found[each].length === 0);
  };

  return {
    hand,
    list,
    steps,
    step,
    asking,
    request,
    devices,
    problems,
    tried,
    wrong,
    problem,
    nameOf,
    leaveTo,
    areGood,
    setConfirmedCount,
  };
}
