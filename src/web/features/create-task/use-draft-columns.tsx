import { Badge, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';

import { commandKind } from './device-command-draft.ts';

export type DraftActs = {
  connection: string;
  nameOf: (draft: SavedDraft) => string;
  onUse: (template: SavedDraft) => void;
  onDuplicate: (draft: SavedDraft) => void;
  onEdit: (template: SavedDraft) => void;
  onRemove: (draft: SavedDraft) => void;
};

/** The columns of the list of drafts, or of templates. */
export function useDraftColumns(acts: DraftActs, kind: SavedDraft['kind']): GridColumn<SavedDraft>[] {
  const { t } = useTranslation(['drafts', 'common']);
  const formats = useFormats();
  const { connection, nameOf, onUse, onDuplicate, onEdit, onRemove } = acts;
  const act = (draft: SavedDraft, label: string, onClick: (draft: SavedDraft) => void, isMain = false) => (
    <Button
      size="compact-sm"
      variant={isMain ? 'light' : 'subtle'}
      aria-label={`${label} ${nameOf(draft)}`}
      onClick={() => onClick(draft)}
    >
      {label}
    </Button>
  );
  const columns: GridColumn<SavedDraft>[] = [
    {
      id: 'name',
      header: t(($) => $.table.name),
      width: 220,
      grows: true,
      cell: (draft) =>
        draft.kind === 'draft' ? (
          <TextLink
            to={
              draft.taskKind === commandKind
                ? '/c/$connection/tasks/new-command/$draftId'
                : '/c/$connection/tasks/new/$draftId'
            }
            params={{ connection, draftId: draft.id }}
          >
            {nameOf(draft)}
          </TextLink>
        ) : (
          <Text component="span" inherit fw={500}>
            {nameOf(draft)}
          </Text>
        ),
    },
    {
      id: 'kind',
      header: t(($) => $.table.kind),
      width: 160,
      cell: ({ taskKind }) =>
        isKnownKind(taskKind)
          ? t(($) => $.kind[taskKind], { ns: 'common' })
          : taskKind === commandKind
            ? t(($) => $.table.deviceCommand)
            : taskKind,
    },
  ];
  if (kind === 'draft')
    columns.push({
      id: 'devices',
      header: t(($) => $.table.devices),
      width: 100,
      align: 'right',
      cell: ({ devices }) => (devices === null ? '–' : formats.count(devices)),
    });
  else
    columns.push(
      {
        id: 'locked',
        header: t(($) => $.table.locked),
        width: 220,
        grows: true,
        cell: ({ locked }) =>
          locked.length === 0
            ? t(($) => $.table.nothingLocked)
            : locked.map((part) => t(($) => $.part[part])).join(', '),
      },
      {
        id: 'by',
        header: t(($) => $.table.by),
        width: 170,
        cell: ({ by, shared }) => (
          <Group gap={6}>
            {by}
            <Badge variant="outline" size="sm" color="gray">
              {t(($) => (shared ? $.table.shared : $.table.own))}
            </Badge>
          </Group>
        ),
      },
    );
  columns.push(
    {
      id: 'savedAt',
      header: t(($) => $.table.savedAt),
      width: 140,
      cell: ({ savedAt }) => <TimeText at={savedAt} />,
    },
    {
      id: 'actions',
      header: t(($) => $.table.actions),
      width: kind === 'draft' ? 230 : 340,
      cell: (draft) => (
        <Group gap={4} wrap="nowrap">
          {draft.kind === 'draft' &&
            act(
              draft,
              t(($) => $.action.duplicate),
              onDuplicate,
            )}
          {draft.kind === 'template' &&
            act(
              draft,
              t(($) => $.action.use),
              onUse,
              true,
            )}
          {draft.kind === 'template' &&
            draft.mine &&
            act(
              draft,
              t(($) => $.action.edit),
              onEdit,
            )}
          {draft.mine &&
            act(
              draft,
              t(($) => $.action.delete),
              onRemove,
            )}
        </Group>
      ),
    },
  );
  return columns;
}
