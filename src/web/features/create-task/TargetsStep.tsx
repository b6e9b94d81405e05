import { Alert, Stack, Tabs, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import { IconAlertTriangleFilled } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import { type Draft, setOf } from './draft.ts';
import { FileTargets } from './FileTargets.tsx';
import { GroupTargets } from './GroupTargets.tsx';
import { ListTargets } from './ListTargets.tsx';
import type { TargetList } from './read-targets.ts';
import { SearchTargets } from './SearchTargets.tsx';
import type { StepProps } from './step-props.ts';
import { TaskTargets } from './TaskTargets.tsx';

/** Second step: which devices. Exactly one source is sent; what was entered under the others stays for coming back. */
export function TargetsStep(props: StepProps & { list: TargetList }) {
  const { t } = useTranslation('create');
  const { draft, change, problem } = props;
  const sources = rulesOf(draft.kind).targets;
  const panel = useFocusKept(setOf(draft) === null);
  return (
    <Stack gap="md" ref={panel} tabIndex={-1} className={classes.heading}>
      <Text size="sm" c="dimmed">
        {t(($) => $.targets.only)}
      </Text>
      <Tabs
        value={draft.source}
        onChange={(source) => source && change({ source: source as Draft['source'] })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t(($) => $.targets.source)} mb="md">
          {sources.includes('devices') && (
            <>
              <Tabs.Tab value="list">{t(($) => $.targets.list)}</Tabs.Tab>
              <Tabs.Tab value="groups">{t(($) => $.targets.groups)}</Tabs.Tab>
              <Tabs.Tab value="search">{t(($) => $.targets.search)}</Tabs.Tab>
              <Tabs.Tab value="task">{t(($) => $.targets.ofTask)}</Tabs.Tab>
            </>
          )}
          {sources.includes('file') && <Tabs.Tab value="file">{t(($) => $.file.tab)}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="list">
          <ListTargets {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupTargets {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="search">
          <SearchTargets {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <FileTargets {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="task">
          <TaskTargets {...props} />
        </Tabs.Panel>
      </Tabs>
      {problem('targets') !== null && (
        <Alert color="red" variant="outline" icon={<IconAlertTriangleFilled size={18} />} role="alert">
          {problem('targets')}
        </Alert>
      )}
    </Stack>
  );
}

/** The element that takes the focus when the field or the list that had it gives way to the other one. */
function useFocusKept(hasFields: boolean) {
  const element = useRef<HTMLDivElement>(null);
  const had = useRef(hasFields);
  useEffect(() => {
    const changed = had.current !== hasFields;
    had.current = hasFields;
    if (!changed) return undefined;
    // After the picture: to move the focus lays the page out, which a long list has just done.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) element.current?.focus();
    });
    return () => clearTimeout(timer);
  }, [hasFields]);
  return element;
}
