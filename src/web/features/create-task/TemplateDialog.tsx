import { Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '#shared/domain/document.ts';
import { LockablePart, lockableParts, type SavedDraft } from '#shared/domain/saved-draft.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { addDraftMutation, changeDraftMutation, draftQuery, draftsQuery } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';
import type { Draft } from './draft.ts';
import { withImplied } from './locked-parts.ts';
import { areDevicesKept, toContent, withoutKept } from './saved-content.ts';
import type { Step } from './steps.ts';

/** Characters of a template’s name. */
const mostName = 256;

type Props = {
  connection: string;
  /** What the template is made of; null where one is edited that keeps its content. */
  begun: { draft: Draft; devices: number; step: Step } | null;
  edited: SavedDraft | null;
  onClose: () => void;
};

/** Saves a draft as a template, or changes a template’s name, who sees it, and what it holds fast. */
export function TemplateDialog({ connection, begun, edited, onClose }: Props) {
  const { t } = useTranslation('drafts');
  const queryClient = useQueryClient();
  const [name, setName] = useState(edited?.name ?? begun?.draft.name ?? '');
  const [shared, setShared] = useState(edited?.shared ?? false);
  const [locked, setLocked] = useState<readonly LockablePart[]>(edited?.locked ?? begun?.draft.template?.locked ?? []);
  const [replaced, setReplaced] = useState('');
  const [tried, setTried] = useState(false);
  const { data } = useQuery({ ...draftsQuery(connection), enabled: begun !== null });
  const own = data?.drafts.filter(({ kind, mine }) => kind === 'template' && mine) ?? [];
  const { mutateAsync: add } = useMutation(addDraftMutation());
  const { mutateAsync: change } = useMutation(changeDraftMutation());
  const [id] = useState(newIdempotencyKey);

  const made = begun && toContent({ ...withoutKept(begun.draft), template: null }, 'type');
  const lacksDevices = begun !== null && areDevicesKept(begun.draft);
  const devices = begun === null || lacksDevices ? null : begun.devices;
  const isTooLong = begun !== null && (made === null || made.listLeftOut);
  const held = withImplied(locked);
  const holdsNothing = lacksDevices && held.includes('targets');
  const whole = async (template: SavedDraft): Promise<JsonObject> =>
    (await queryClient.fetchQuery(draftQuery(connection, template.id))).content;
  const save = useMutation({
    mutationFn: async () => {
      const about = { connection, name: name.trim(), shared, locked: held };
      const target = edited ?? own.find((one) => one.id === replaced) ?? null;
      if (target !== null) {
        const content = made?.content ?? (await whole(target));
        const counted = begun
          ? { taskKind: begun.draft.kind, devices }
          : { taskKind: target.taskKind, devices: target.devices };
        return change({ ...about, draftId: target.id, rev: target.rev, ...counted, content });
      }
      if (begun === null || made === null) throw new Error('A template is made of a draft.');
      return add({ ...about, id, kind: 'template', taskKind: begun.draft.kind, devices, content: made.content });
    },
    meta: { failsInline: true },
    onSuccess: onClose,
  });
  const nameProblem = name.trim() === '' ? 'nameMissing' : name.trim().length > mostName ? 'nameTooLong' : null;
  const submit = () => {
    setTried(true);
    if (nameProblem === null && !isTooLong && !holdsNothing) save.mutate();
  };
  const choose = (next: string | null) => {
    const template = own.find((one) => one.id === next);
    setReplaced(next ?? '');
    if (template === undefined) return;
    setName(template.name);
    setShared(template.shared);
    setLocked(template.locked);
  };

  return (
    <FormDialog
      title={t(($) => (edited ? $.template.editTitle : $.template.saveTitle))}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t(($) => $.template.save)}
      busy={save.isPending}
    >
      {own.length > 0 && (
        <Select
          label={t(($) => $.template.replaces)}
          allowDeselect={false}
          data={[
            { value: '', label: t(($) => $.template.asNew) },
            ...own.map((one) => ({ value: one.id, label: t(($) => $.template.replace, { name: one.name }) })),
          ]}
          value={replaced}
          onChange={choose}
        />
      )}
      <TextInput
        label={t(($) => $.template.name)}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={tried && nameProblem !== null ? t(($) => $.template[nameProblem]) : null}
        autoComplete="off"
      />
      <Checkbox
        label={t(($) => $.template.shared)}
        description={t(($) => $.template.sharedHelp)}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Checkbox.Group
        label={t(($) => $.template.locked)}
        description={t(($) => $.template.lockedHelp)}
        value={held}
        onChange={(parts) => setLocked(LockablePart.array().parse(parts))}
      >
        <Stack gap={6} mt="xs">
          {lockableParts.map((part) => (
            <Checkbox key={part} value={part} label={t(($) => $.part[part])} />
          ))}
        </Stack>
      </Checkbox.Group>
      {isTooLong && (
        <Text size="sm" role="alert">
          {t(($) => $.template.listTooLong)}
        </Text>
      )}
      {lacksDevices && (
        <Text size="sm" role={holdsNothing ? 'alert' : 'note'}>
          {t(($) => (holdsNothing ? $.template.holdsNoDevices : $.template.lacksDevices))}
        </Text>
      )}
      {save.error && <ErrorPanel failure={failureOf(save.error)} />}
    </FormDialog>
  );
}
