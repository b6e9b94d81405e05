import { Box, Button, Fieldset, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { limits } from '#shared/domain/create.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './create-task.module.css';
import { LockedPart } from './LockedPart.tsx';
import { fromLocalField, localZone, nextNight, toLocalField } from './local-time.ts';
import { NumberField } from './NumberField.tsx';
import { OptionFields } from './OptionFields.tsx';
import type { StepProps } from './step-props.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Fourth step: when it starts, and whether the platform tries failed devices again by itself. */
export function PolicyStep({ now, ...props }: StepProps & { now: () => number }) {
  const { draft, change, problem } = props;
  const { t } = useTranslation('create');
  const formats = useFormats();
  const startAt = (startsAt: number) => change({ starts: 'later', startsAt });
  return (
    <Stack gap="lg">
      <LockedPart draft={draft} part="start">
        <Fieldset legend={t(($) => $.policy.start)}>
          <Stack gap="sm">
            <Radio.Group
              aria-label={t(($) => $.policy.start)}
              value={draft.starts}
              onChange={(starts) => change({ starts: starts === 'later' ? 'later' : 'now' })}
            >
              <Group>
                <Radio value="now" label={t(($) => $.policy.now)} />
                <Radio value="later" label={t(($) => $.policy.later)} />
              </Group>
            </Radio.Group>
            {draft.starts === 'later' && (
              <>
                <TextInput
                  type="datetime-local"
                  label={t(($) => $.policy.at)}
                  description={t(($) => $.policy.atHelp)}
                  value={toLocalField(draft.startsAt)}
                  onChange={(event) => change({ startsAt: fromLocalField(event.currentTarget.value) })}
                  error={problem('start')}
                  maw={280}
                />
                <Group gap="xs">
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => startAt(Math.ceil((now() + hourMs) / minuteMs) * minuteMs)}
                  >
                    {t(($) => $.policy.inAnHour)}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => startAt(nextNight(now(), 0))}>
                    {t(($) => $.policy.tonight)}
                  </Button>
                  <Button size="xs" variant="default" onClick={() => startAt(nextNight(now(), 1))}>
                    {t(($) => $.policy.tomorrow)}
                  </Button>
                </Group>
                {draft.startsAt !== null && (
                  <Text size="sm" role="status">
                    {formats.dateTime(draft.startsAt)} ({localZone()}) · {formats.utc(draft.startsAt)}
                  </Text>
                )}
              </>
            )}
          </Stack>
        </Fieldset>
      </LockedPart>
      <LockedPart draft={draft} part="retry">
        <Fieldset legend={t(($) => $.policy.retry)}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t(($) => $.policy.retryHelp)}
            </Text>
            <Box className={classes.pair ?? ''} maw={520}>
              <NumberField
                label={t(($) => $.policy.count)}
                description={t(($) => $.policy.countHelp)}
                value={draft.retryCount}
                onValue={(retryCount) => change({ retryCount })}
                max={limits.retryCount}
                min={0}
                error={problem('retryCount')}
              />
              <NumberField
                label={t(($) => $.policy.interval)}
                description={t(($) => $.policy.intervalHelp)}
                value={draft.retryInterval}
                onValue={(retryInterval) => change({ retryInterval })}
                max={limits.retryIntervalMinutes}
                min={0}
                error={problem('retryInterval')}
              />
            </Box>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => change({ retryCount: 2, retryInterval: 5 })}>
                {t(($) => $.policy.useCommon)}
              </Button>
              <Button size="xs" variant="default" onClick={() => change({ retryCount: null, retryInterval: null })}>
                {t(($) => $.policy.clear)}
              </Button>
            </Group>
            {draft.retryCount !== null && draft.retryCount > 0 && draft.retryInterval !== null && (
              <Text size="sm" role="status">
                {t(($) => $.policy.atWorst, {
                  count: draft.retryCount + 1,
                  duration: formats.duration(draft.retryCount * draft.retryInterval * minuteMs),
                })}
              </Text>
            )}
          </Stack>
        </Fieldset>
      </LockedPart>
      <LockedPart draft={draft} part="options">
        <OptionFields {...props} />
      </LockedPart>
    </Stack>
  );
}
