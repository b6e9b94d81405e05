import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { IconNotes } from '#web/ui/icons.ts';
import { DraftCard } from './DraftCard.tsx';
import { type DraftActs, useDraftColumns } from './use-draft-columns.tsx';

type Props = {
  kind: SavedDraft['kind'];
  /** Null until they have been read. */
  drafts: readonly SavedDraft[] | null;
  acts: DraftActs;
};

/** The drafts of a person, or the templates that there are for one. */
export function DraftList({ kind, drafts, acts }: Props) {
  const { t } = useTranslation('drafts');
  const columns = useDraftColumns(acts, kind);
  const title = t(($) => $.list[kind].title);
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <DataGrid
        label={title}
        columns={columns}
        rows={drafts?.filter((draft) => draft.kind === kind) ?? []}
        rowId={({ id }) => id}
        state={drafts === null ? 'loading' : 'ready'}
        empty={
          <Empty icon={IconNotes} title={t(($) => $.list[kind].emptyTitle)}>
            {t(($) => $.list[kind].emptyText)}
          </Empty>
        }
        card={(row) => <DraftCard row={row} columns={columns} />}
      />
    </section>
  );
}
