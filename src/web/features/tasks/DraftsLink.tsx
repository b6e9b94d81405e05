import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';

/** The way to tasks that are not started yet, for who may start any. */
export function DraftsLink({ connection }: { connection: string }) {
  const { t } = useTranslation('tasks');
  if (!holds(usePerson().role, 'task.create')) return null;
  return (
    <LinkButton variant="default" to="/c/$connection/tasks/drafts" params={{ connection }}>
      {t(($) => $.drafts)}
    </LinkButton>
  );
}
