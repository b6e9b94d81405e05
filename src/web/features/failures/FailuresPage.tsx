import './mantine.ts';
import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureBundle } from '#shared/domain/failures.ts';
import { failureGroupsQuery } from '#web/api/failures.ts';
import { failureOf } from '#web/api/problem.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { useFreshness } from '#web/ui/freshness.ts';
import { IconCircleCheckFilled } from '#web/ui/icons.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { SkeletonBlock } from './SkeletonBlock.tsx';
import { FailuresExport } from './FailuresExport.tsx';
import { FailuresFilters } from './FailuresFilters.tsx';
import { FailureGroups } from './FailureGroups.tsx';
import { FailuresOfGroup } from './FailuresOfGroup.tsx';
import classes from './FailuresPage.module.css';
import {
  baseFilter,
  choiceOf,
  chosenGroup,
  type FailuresSearch,
  groupFilter,
  nameOf,
  sortedGroups,
} from './failures-search.ts';
import { useSettled } from './use-settled.ts';
import { useSteadyGroups } from './use-steady-groups.ts';

type Props = {
  connection: string;
  search: FailuresSearch;
  onSearch(change: Partial<FailuresSearch>, options?: { replace?: boolean }): void;
  /** Opens the wizard with a list of devices. */
  onTargets(targetSetId: string): void;
};

const firstPage = { cursor: undefined };
const nothingChosen = { code: undefined, message: undefined, value: undefined, ...firstPage };

/** Failed devices of every task by cause, and what can be done about each cause. */
export function FailuresPage({ connection, search, onSearch, onTargets }: Props) {
  const { t } = useTranslation('failures');
  // The time range counts from when the page was opened, so that pages and groups stay the same ones.
  const [openedAt] = useState(() => Date.now());
  const { isPaused } = useFreshness();
  const read = useQuery(failureGroupsQuery(connection, search.by, baseFilter(search, openedAt), isPaused));
  const { data, error, isPlaceholderData, refetch } = read;
  // Groups of the question before keep the names that they have under that question.
  const shown = useSettled(search, !isPlaceholderData);
  const base = baseFilter(shown, openedAt);
  // Which group stands in for none is decided once, and not again while somebody reads it.
  const under = JSON.stringify([shown.by, shown.sort, base]);
  const { groups, adopt } = useSteadyGroups(under, data && sortedGroups(data.groups, shown.sort));
  const [first, setFirst] = useState<{ under: string; name: string } | null>(null);
  const kept = groups.find((one) => first?.under === under && nameOf(one) === first.name);
  const group = chosenGroup(shown, kept === undefined ? groups : [kept, ...groups]);
  if (group !== null && kept === undefined) setFirst({ under, name: nameOf(group) });
  const isNarrowed = shown.kind ?? shown.range ?? shown.task ?? shown.q;
  const choose = (chosen: FailureBundle) => onSearch({ by: shown.by, ...choiceOf(shown.by, chosen), ...firstPage });
  return (
    <div className={classes.page}>
      <PageTitle of={t(($) => $.title)} />
      <div className={classes.top}>
        <div>
          <div className={classes.title}>
            <Title order={1} size="h2">
              {t(($) => $.title)}
            </Title>
            {data && (
              <FreshLine asOf={data.asOf} busy={read.isFetching} onRefresh={() => void refetch().then(adopt)}>
                {data.uncopied > 0 ? t(($) => $.uncopied, { count: data.uncopied }) : undefined}
              </FreshLine>
            )}
          </div>
          <p className="quiet">{t(($) => $.intro)}</p>
        </div>
        {group !== null && (
          <FailuresExport connection={connection} search={shown} filter={base} what={t(($) => $.list.label)} />
        )}
      </div>
      <FailuresFilters
        connection={connection}
        search={search}
        onSearch={(change) => onSearch({ ...nothingChosen, ...change }, { replace: true })}
      />
      {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonBlock />}
      {data && group === null && (
        <Empty icon={IconCircleCheckFilled} title={isNarrowed === undefined ? t(($) => $.none) : t(($) => $.noneMatch)}>
          {isNarrowed === undefined ? t(($) => $.noneWhy) : t(($) => $.noneMatchWhy)}
        </Empty>
      )}
      {data && group !== null && (
        <div className={classes.split} data-dimmed={isPlaceholderData || undefined} aria-busy={isPlaceholderData}>
          <FailureGroups
            connection={connection}
            by={shown.by}
            sort={shown.sort}
            groups={groups}
            chosen={nameOf(group)}
            onSort={(sort) => onSearch({ sort, ...nothingChosen }, { replace: true })}
            onChoose={choose}
          />
          <FailuresOfGroup
            key={`${shown.by} ${nameOf(group)}`}
            connection={connection}
            search={shown}
            group={group}
            groupReadAt={read.dataUpdatedAt}
            filter={{ ...base, ...groupFilter(shown.by, group) }}
            cursor={shown.cursor}
            onPage={(cursor) => onSearch({ ...choiceOf(shown.by, group), cursor })}
            onTargets={onTargets}
          />
        </div>
      )}
    </div>
  );
}
