import { useTranslation } from 'react-i18next';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconInfoCircle,
  IconLoader2,
} from '#web/ui/icons.ts';
import type { Look } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import { isKnownKind, rulesOf } from '#shared/domain/kinds.ts';
import { isFinal, type Sample, type Task } from '#shared/domain/task.ts';
import classes from './VerdictLine.module.css';
import { useJudgedAt } from './use-judged-at.ts';
import { useVerdictWords } from './use-verdict-words.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const looks: Record<Verdict['tone'], Look> = {
  good: { tone: 'good', icon: IconCircleCheckFilled },
  bad: { tone: 'bad', icon: IconCircleXFilled },
  moving: { tone: 'busy', icon: IconLoader2, spins: true },
  plain: { tone: 'idle', icon: IconInfoCircle },
  doubt: { tone: 'warn', icon: IconAlertTriangleFilled },
};

type Props = { task: Task; samples: readonly Sample[] };

/** What a person should know first about the task, in one sentence. */
export function VerdictLine({ task, samples }: Props) {
  const now = useJudgedAt(10_000);
  const { t } = useTranslation('task');
  const words = useVerdictWords();
  const verdict = verdictOf(task, now, samples);
  // Said where the button would be looked for, so that nobody searches for a way to stop it.
  const runsOn = isKnownKind(task.kind) && !rulesOf(task.kind).canStop && !isFinal(task.state);
  return (
    <p className={classes.verdict} data-tone={verdict.tone}>
      <StatusIcon look={looks[verdict.tone]} size={20} />
      <span className={classes.words}>
        {words(verdict, now)}
        {runsOn && <span className={classes.runsOn}> {t(($) => $.header.runsOn)}</span>}
      </span>
    </p>
  );
}
