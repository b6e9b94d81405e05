import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { holds, type Role } from '#shared/domain/roles.ts';
import { IconAlertTriangle, IconCpu, IconListDetails, IconPlus, IconUsers } from '#web/ui/icons.ts';
import { LanguageMenu } from './LanguageMenu.tsx';
import classes from './Navigation.module.css';
import { ThemeMenu } from './ThemeMenu.tsx';
import { useConnection } from './use-connection.ts';

type Props = {
  role: Role;
  /** Whether it is unfolded where the screen has no room to show it always. */
  open: boolean;
  version: string;
  /** Somebody chose a page. */
  onGo(): void;
};

/** Where one can go in this connection. */
export function Navigation({ role, open, version, onGo }: Props) {
  const { t } = useTranslation('common');
  const connection = useConnection();
  const exact = { exact: true, includeSearch: false };
  const { taskId, deviceId } = useParams({ strict: false });
  return (
    <nav id="navigation" className={classes.nav} data-open={open || undefined} aria-label={t(($) => $.nav.label)}>
      <ul className={classes.list}>
        {connection && (
          <li>
            <Link
              className={classes.link}
              data-within={taskId !== undefined || undefined}
              to="/c/$connection/tasks"
              params={{ connection: connection.id }}
              activeOptions={exact}
              onClick={onGo}
            >
              <IconListDetails size={18} aria-hidden />
              {t(($) => $.nav.tasks)}
            </Link>
          </li>
        )}
        {connection && (
          <li>
            <Link
              className={classes.link}
              to="/c/$connection/failures"
              params={{ connection: connection.id }}
              activeOptions={exact}
              onClick={onGo}
            >
              <IconAlertTriangle size={18} aria-hidden />
              {t(($) => $.nav.failures)}
            </Link>
          </li>
        )}
        {connection && (
          <li>
            <Link
              className={classes.link}
              data-within={deviceId !== undefined || undefined}
              to="/c/$connection/devices"
              params={{ connection: connection.id }}
              activeOptions={exact}
              onClick={onGo}
            >
              <IconCpu size={18} aria-hidden />
              {t(($) => $.nav.devices)}
            </Link>
          </li>
        )}
        {connection && holds(role, 'task.create') && (
          <li>
            <Link
              className={classes.link}
              to="/c/$connection/tasks/new"
              params={{ connection: connection.id }}
              activeOptions={exact}
              onClick={onGo}
            >
              <IconPlus size={18} aria-hidden />
              {t(($) => $.nav.newTask)}
            </Link>
          </li>
        )}
        {holds(role, 'person.manage') && (
          <li>
            <Link className={classes.link} to="/people" activeOptions={exact} onClick={onGo}>
              <IconUsers size={18} aria-hidden />
              {t(($) => $.nav.people)}
            </Link>
          </li>
        )}
      </ul>
      <div className={classes.foot}>
        {/* Where there is room for the navigation, they stand in the bar. */}
        {open && (
          <span className={classes.settings}>
            <LanguageMenu />
            <ThemeMenu />
          </span>
        )}
        <span>{version}</span>
      </div>
    </nav>
  );
}
