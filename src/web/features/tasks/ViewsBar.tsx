import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout, SavedView } from '#shared/domain/saved-view.ts';
import { changeViewMutation, removeViewMutation } from '#web/api/views.ts';
import { IconBookmark } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { type MenuEntry, MenuButton } from '#web/ui/MenuButton.tsx';
import type { TasksSearch } from './tasks-search.ts';
import classes from './ViewsBar.module.css';
import {
  canSaveAs,
  isModified,
  isPreset,
  plainLayout,
  presetNames,
  presets,
  searchOfView,
  searchText,
  viewOf,
} from './views.ts';

const SaveViewDialog = lazyPart(() => import('./SaveViewDialog.tsx').then((module) => module.SaveViewDialog));
const RemoveViewDialog = lazyPart(() => import('./RemoveViewDialog.tsx').then((module) => module.RemoveViewDialog));

type Props = {
  views: readonly SavedView[];
  search: TasksSearch;
  layout: Layout;
  /** Another way to look at the list: the whole search, and the columns where the view has its own. */
  onView(search: TasksSearch, layout: Layout | null): void;
};

/** Ways to look at the list: everybody's presets, one's own, and what others share. */
export function ViewsBar({ views, search, layout, onView }: Props) {
  const { t } = useTranslation('tasks');
  const [asking, setAsking] = useState<'save' | 'remove' | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  // The button that was pressed goes with what was asked for; the name of the view stays.
  const focusName = () => bar.current?.querySelector('button')?.focus();
  const change = useMutation(changeViewMutation());
  const remove = useMutation({
    ...removeViewMutation(),
    onSuccess: () => onView({ ...search, view: undefined }, null),
  });
  const choice = viewOf(search.view, views);
  const modified = isModified(choice, search, layout);
  const { saved } = choice;
  const name =
    saved?.name ??
    (isPreset(choice.id) ? t(($) => $.view.preset[isPreset(choice.id) ? choice.id : 'mine']) : t(($) => $.view.all));

  const entry = (id: string | undefined, label: string, text: string, own: Layout | null): MenuEntry => ({
    key: id ?? 'all',
    label,
    checked: choice.id === id,
    onSelect: () => onView(searchOfView(text, id), own),
  });
  const entries = [
    entry(
      undefined,
      t(($) => $.view.all),
      '',
      null,
    ),
    ...presetNames.map((preset) =>
      entry(
        preset,
        t(($) => $.view.preset[preset]),
        presets[preset],
        null,
      ),
    ),
    ...views.map((view) =>
      entry(
        view.id,
        view.mine ? view.name : t(($) => $.view.of, { name: view.name, by: view.by }),
        view.search,
        view.layout,
      ),
    ),
  ];
  return (
    <div ref={bar} className={classes.bar}>
      <MenuButton entries={entries} position="bottom-start" width={260}>
        <Button size="xs" variant="default" leftSection={<IconBookmark size={14} aria-hidden />}>
          <span className="visually-hidden">{t(($) => $.view.label)}: </span>
          <span className={classes.name}>{name}</span>
          {modified && (
            <span className={classes.modified}>
              <span aria-hidden>•</span> {t(($) => $.view.modified)}
            </span>
          )}
        </Button>
      </MenuButton>
      {modified && saved?.mine && (
        <Button
          size="xs"
          variant="light"
          loading={change.isPending}
          onClick={() => change.mutate({ viewId: saved.id, search: searchText(search), layout })}
        >
          {t(($) => $.view.save)}
        </Button>
      )}
      {canSaveAs(choice, search, layout) && (
        <Button size="xs" variant="subtle" onClick={() => setAsking('save')}>
          {t(($) => $.view.saveAs)}
        </Button>
      )}
      {modified && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => onView(searchOfView(choice.search, choice.id), choice.layout ?? plainLayout)}
        >
          {t(($) => $.view.reset)}
        </Button>
      )}
      {saved?.mine && (
        <>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={change.isPending}
            onClick={() => change.mutate({ viewId: saved.id, shared: !saved.shared })}
          >
            {saved.shared ? t(($) => $.view.unshare) : t(($) => $.view.share)}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={() => setAsking('remove')}>
            {t(($) => $.view.remove)}
          </Button>
        </>
      )}
      {asking === 'save' && (
        <SaveViewDialog
          search={searchText(search)}
          layout={layout}
          onClose={() => setAsking(null)}
          onSaved={(view) => {
            focusName();
            onView({ ...search, view: view.id }, view.layout);
          }}
        />
      )}
      {asking === 'remove' && saved && (
        <RemoveViewDialog
          view={saved}
          busy={remove.isPending}
          onClose={() => setAsking(null)}
          onRemove={() => {
            focusName();
            setAsking(null);
            remove.mutate({ viewId: saved.id });
          }}
        />
      )}
    </div>
  );
}
