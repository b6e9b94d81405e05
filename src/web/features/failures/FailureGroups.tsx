import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FailureBundle, FailureGrouping } from '#shared/domain/failures.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { useNow } from '#web/ui/use-now.ts';
import classes from './FailureGroups.module.css';
import { GroupSort, nameOf } from './failures-search.ts';
import { useGroupName } from './use-group-name.ts';

type Props = {
  connection: string;
  by: FailureGrouping;
  /** In the order of `sort` as it was when they were first drawn. */
  groups: readonly FailureBundle[];
  sort: GroupSort;
  /** The name of the chosen group. */
  chosen: string;
  onSort(sort: GroupSort): void;
  onChoose(group: FailureBundle): void;
};

/** The causes in the order that was chosen. */
export function FailureGroups({ connection, by, sort, groups, chosen, onSort, onChoose }: Props) {
  const { t } = useTranslation('failures');
  const formats = useFormats();
  const now = useNow(10_000);
  const groupName = useGroupName(connection, by);
  const ago = (at: number) => formats.relative(at, Math.max(now, at));
  const most = Math.max(1, ...groups.map((group) => group.failures));
  return (
    <nav className={classes.groups} aria-label={t(($) => $.groups.label)}>
      <div className={classes.sort}>
        <NativeSelect
          size="xs"
          aria-label={t(($) => $.groups.sort)}
          value={sort}
          onChange={(event) => onSort(GroupSort.catch('count').parse(event.currentTarget.value))}
          data={GroupSort.options.map((value) => ({ value, label: t(($) => $.sort[value]) }))}
        />
      </div>
      <ul>
        {groups.map((group) => {
          const { title, detail } = groupName(group);
          const name = nameOf(group);
          return (
            <li key={name}>
              <button
                type="button"
                className={classes.group}
                aria-current={name === chosen || undefined}
                onClick={() => onChoose(group)}
              >
                <span className={classes.head}>
                  <span className={classes.title}>{title}</span>
                  <strong className="figures">{formats.count(group.failures)}</strong>
                </span>
                {detail !== null && <span className={classes.detail}>{detail}</span>}
                <span className={classes.bar} aria-hidden>
                  <span style={{ width: `${(100 * group.failures) / most}%` }} />
                </span>
                <span className={classes.detail}>
                  {t(($) => $.groups.tasks, { count: group.tasks })} ·{' '}
                  {sort === 'first' ? t(($) => $.groups.first) : t(($) => $.groups.last)}{' '}
                  {ago(sort === 'first' ? group.firstSeenAt : group.lastSeenAt)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
