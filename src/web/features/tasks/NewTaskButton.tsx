import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconPlus } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';

/** The way to the wizard; for roles that may not start tasks it stays and says so. */
export function NewTaskButton({ connection }: { connection: string }) {
  const { t } = useTranslation('tasks');
  const person = usePerson();
  const icon = <IconPlus size={16} aria-hidden />;
  return holds(person.role, 'task.create') ? (
    <LinkButton to="/c/$connection/tasks/new" params={{ connection }} leftSection={icon}>
      {t(($) => $.newTask)}
    </LinkButton>
  ) : (
    <ActionButton reason={t(($) => $.newTaskRefused)} leftSection={icon}>
      {t(($) => $.newTask)}
    </ActionButton>
  );
}
