import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyState } from '#shared/domain/task.ts';
import { IconInfoCircle } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './CopyStateText.module.css';

type Props = { copy: CopyState; total: number; children?: ReactNode };

/** How much of the platform's rows the console has, and how old they are. */
export function CopyStateText({ copy, total, children }: Props) {
  const { t } = useTranslation('task');
  const why = t(($) => $.copy.why);
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
      <Tooltip label={why} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its tooltip must open by keyboard */}
        <span tabIndex={0} role="img" aria-label={why} className={classes.why}>
          <IconInfoCircle size={16} aria-hidden />
        </span>
      </Tooltip>
      {children}
    </div>
  );
}
