import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Failure, FailureBundle } from '#shared/domain/failures.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useConsoleTime } from '#web/ui/use-now.ts';
import classes from './FailuresOfGroup.module.css';
import { isOutdated } from './list-age.ts';

type Props = {
  data: { failures: readonly Failure[]; from: number; total: number };
  group: FailureBundle;
  /** When the list and the group were read, by this computer's clock. */
  readAt: number;
  groupReadAt: number;
  onShow(): void;
};

/** When the devices were read, and a way to newer ones: they would come and go under the pointer. */
export function ListAge({ data, group, readAt, groupReadAt, onShow }: Props) {
  const { t } = useTranslation('failures');
  const formats = useFormats();
  const at = useConsoleTime(readAt);
  const { failures } = group;
  return (
    <p className={classes.age}>
      <span>
        {t(($) => $.list.readAt)} <TimeText at={at} />
      </span>
      {readAt < groupReadAt && isOutdated(data, group) && (
        <Button variant="light" size="compact-xs" onClick={onShow}>
          {failures === data.total
            ? t(($) => $.list.changed)
            : t(($) => $.list.newer, { count: failures, shown: formats.count(failures) })}
        </Button>
      )}
    </p>
  );
}
