import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LockablePart } from '#shared/domain/saved-draft.ts';
import { IconLock } from '#web/ui/icons.ts';
import { ReadOnly } from '#web/ui/read-only.ts';
import classes from './create-task.module.css';
import type { Draft } from './draft.ts';
import { isLocked } from './locked-parts.ts';

type Props = { draft: Draft; part: LockablePart; children: ReactNode };

/** A part of the form; read only, with the reason, where the template holds it fast. */
export function LockedPart({ draft, part, children }: Props) {
  const { t } = useTranslation('drafts');
  if (!isLocked(draft, part)) return children;
  return (
    <fieldset disabled className={classes.locked}>
      <legend>
        <Group gap={6} wrap="nowrap">
          <IconLock size={16} aria-hidden />
          <Text component="span" size="sm">
            {t(($) => $.template.lockedBy, { part: t(($) => $.part[part]), name: draft.template?.name ?? '' })}
          </Text>
        </Group>
      </legend>
      <ReadOnly value>{children}</ReadOnly>
    </fieldset>
  );
}
