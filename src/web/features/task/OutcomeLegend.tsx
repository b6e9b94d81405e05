import { useTranslation } from 'react-i18next';
import { outcomeLooks } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import type { CountedOutcome } from './chart-data.ts';
import classes from './OutcomeLegend.module.css';

type Props = {
  outcomes: readonly CountedOutcome[];
  /** What stands after an outcome's name. */
  value?: (outcome: CountedOutcome) => string;
};

/** Names a chart's colours, with the icons that the rest of the page uses for them. */
export function OutcomeLegend({ outcomes, value }: Props) {
  const { t } = useTranslation('common');
  return (
    <ul className={classes.legend}>
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <StatusIcon look={still(outcome)} size={14} />
          <span>{t(($) => $.outcome[outcome])}</span>
          {value && <span className="figures">{value(outcome)}</span>}
        </li>
      ))}
    </ul>
  );
}

// A turning icon would say that the legend itself is busy.
const still = (outcome: CountedOutcome) => ({ tone: outcomeLooks[outcome].tone, icon: outcomeLooks[outcome].icon });
