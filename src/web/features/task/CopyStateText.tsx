import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyState } from '#shared/domain/task.ts';
import { nameHint } from '#web/ui/hint.ts';
import { IconInfoCircle } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './CopyStateText.module.css';

type Props = { copy: CopyState; total: number; children?: ReactNode };

/** How much of the platform's rows the console has, and how old they are. */
export function CopyStateText({ copy, total, children }: Props) {
  const { t } = useTranslation('task');
  const why = t(($) => $.copy.why);
  if (total === 0 && copy.rows === 0) return null;
  return (
    <div className={classes.state}>
      <span>
        {copy.complete
          ? t(($) => $.copy.complete, { count: copy.rows })
          : t(($) => $.copy.partial, { rows: copy.rows, total: Math.max(total, copy.rows) })}
        {copy.at !== null && (
          <>
            {t(($) => $.comma)}
            <TimeText at={copy.at} />
          </>
        )}
        {copy.walking && `${t(($) => $.comma)}${t(($) => $.copy.walking)}`}
      </span>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its tooltip must open by keyboard */}
      <span tabIndex={0} role="img" {...nameHint(why)} className={classes.why}>
        <IconInfoCircle size={16} aria-hidden />
      </span>
      {children}
    </div>
  );
}
