import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/domain/task.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { TextLink } from '#web/ui/TextLink.tsx';

/** How many devices failed; leads to them. */
export function FailedLink({ task, long = false }: { task: Task; long?: boolean }) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const { failed } = task.counts;
  const shown = formats.count(failed);
  const text = long ? t(($) => $.failedOf, { count: failed, shown }) : shown;
  if (failed === 0) return <span className="quiet">{text}</span>;
  return (
    <TextLink
      to="/c/$connection/tasks/$taskId"
      params={{ connection: task.connection, taskId: task.id }}
      search={{ tab: 'devices', outcome: 'failed' }}
      aria-label={t(($) => $.failedLink, { count: failed, shown, name: task.name })}
    >
      {text}
    </TextLink>
  );
}
