import { useTranslation } from 'react-i18next';
import type { Look } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import { isKnownKind, rulesOf } from '#shared/domain/kinds.ts';
import { isFinal, type Sample, type Task } from '#shared/domain/task.ts';
import classes from './VerdictLine.module.css';
import { useJudgedAt } from './use-judged-at.ts';
import { useVerdictWords } from './use-verdict-words.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const looks: Record<Verdict['tone'], Look> = {
  good: { tone: 'good', icon: 'circle-check-filled' },
  bad: { tone: 'bad', icon: 'circle-x-filled' },
  moving: { tone: 'busy', icon: 'loader-2', spins: true },
  plain: { tone: 'idle', icon: 'info-circle' },
  doubt: { tone: 'warn', icon: 'alert-triangle-filled' },
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
