import { ActionIcon, Fieldset, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { documentLimits } from '#shared/domain/document-problems.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconPlus, IconTrash } from '#web/ui/icons.ts';
import { JsonField } from '#web/ui/JsonField.tsx';
import classes from './create-task.module.css';
import type { Draft } from './draft.ts';
import { NumberField } from './NumberField.tsx';
import type { StepProps } from './step-props.ts';

const topicKinds = ['default', 'own', 'full'] as const satisfies readonly Draft['topicKind'][];

/** A message to MQTT devices: content, how it is packed, where it goes and how long it is kept. */
export function MessageDocument(props: StepProps) {
  const { t } = useTranslation('create');
  const { draft, change, problem } = props;
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Radio.Group
          label={t(($) => $.message.content)}
          value={draft.messageIsJson ? 'json' : 'text'}
          onChange={(kind) => change({ messageIsJson: kind === 'json' })}
        >
          <Group mt={6}>
            <Radio value="text" label={t(($) => $.message.text)} />
            <Radio value="json" label={t(($) => $.message.json)} />
          </Group>
        </Radio.Group>
        {draft.messageIsJson ? (
          <JsonField
            label={t(($) => $.message.json)}
            text={draft.messageText}
            onText={(messageText) => change({ messageText })}
            error={problem('message')}
            problemAt={() => null}
          />
        ) : (
          <Textarea
            label={t(($) => $.message.text)}
            required
            autosize
            minRows={3}
            maxRows={12}
            value={draft.messageText}
            onChange={(event) => change({ messageText: event.currentTarget.value })}
            error={problem('message')}
          />
        )}
        <TextInput
          label={t(($) => $.message.name)}
          description={t(($) => $.message.nameHelp)}
          value={draft.messageName}
          onChange={(event) => change({ messageName: event.currentTarget.value })}
          error={problem('messageName')}
          maw={520}
          autoComplete="off"
        />
      </Stack>
      <div className={classes.pair}>
        <Radio.Group
          label={t(($) => $.message.encoding)}
          value={draft.messageEncoding}
          onChange={(encoding) => change({ messageEncoding: encoding === 'base64' ? 'base64' : 'none' })}
          error={problem('encoding')}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="none" label={t(($) => $.message.plain)} />
            <Radio value="base64" label={t(($) => $.message.base64)} />
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t(($) => $.message.format)}
          value={draft.messageFormat}
          onChange={(format) => change({ messageFormat: format === 'raw' ? 'raw' : 'standard' })}
        >
          <Stack gap="xs" mt={6}>
            <Radio
              value="standard"
              label={t(($) => $.message.standard)}
              description={t(($) => $.message.standardHelp)}
            />
            <Radio value="raw" label={t(($) => $.message.raw)} description={t(($) => $.message.rawHelp)} />
          </Stack>
        </Radio.Group>
      </div>
      <Stack gap="sm">
        <Radio.Group
          label={t(($) => $.message.topic)}
          value={draft.topicKind}
          onChange={(kind) => change({ topicKind: topicKinds.find((each) => each === kind) ?? 'default' })}
        >
          <Stack gap="xs" mt={6}>
            {topicKinds.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={t(($) => $.message.topicOf[kind])}
                description={t(($) => $.message.topicHelp[kind])}
              />
            ))}
          </Stack>
        </Radio.Group>
        {draft.topicKind !== 'default' && (
          <TextInput
            label={t(($) => $.message.topicName)}
            required
            value={draft.topicName}
            onChange={(event) => change({ topicName: event.currentTarget.value })}
            error={problem('topic')}
            maw={520}
            autoComplete="off"
          />
        )}
      </Stack>
      <NumberField
        label={t(($) => $.message.ttl)}
        description={t(($) => $.message.ttlHelp)}
        value={draft.ttlMinutes}
        onValue={(ttlMinutes) => change({ ttlMinutes })}
        min={0}
        max={documentLimits.ttlMinutes}
        step={documentLimits.ttlStepMinutes}
        error={problem('ttl')}
        maw={320}
      />
      <MessageProperties {...props} />
    </Stack>
  );
}

/** What MQTT 5 passes on with a message. */
function MessageProperties({ draft, change, problem }: StepProps) {
  const { t } = useTranslation('create');
  const set = (at: number, part: Partial<Draft['userProperties'][number]>) =>
    change({ userProperties: draft.userProperties.map((pair, index) => (index === at ? { ...pair, ...part } : pair)) });
  return (
    <Fieldset legend={t(($) => $.message.properties)}>
      <Stack gap="sm">
        <div className={classes.pair}>
          <TextInput
            label={t(($) => $.message.correlation)}
            value={draft.correlationData}
            onChange={(event) => change({ correlationData: event.currentTarget.value })}
            error={problem('correlation')}
            autoComplete="off"
          />
          <TextInput
            label={t(($) => $.message.responseTopic)}
            value={draft.responseTopic}
            onChange={(event) => change({ responseTopic: event.currentTarget.value })}
            error={problem('responseTopic')}
            autoComplete="off"
          />
        </div>
        {draft.userProperties.map(({ key, value }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a property has no name before it is typed, and none moves
          <Group key={at} align="flex-start" wrap="nowrap">
            <TextInput
              label={t(($) => $.message.propertyKey, { at: at + 1 })}
              value={key}
              onChange={(event) => set(at, { key: event.currentTarget.value })}
              error={problem('userProperties', String(at))}
              flex={1}
              autoComplete="off"
            />
            <TextInput
              label={t(($) => $.message.propertyValue, { at: at + 1 })}
              value={value}
              onChange={(event) => set(at, { value: event.currentTarget.value })}
              flex={1}
              autoComplete="off"
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              className={classes.besideField ?? ''}
              aria-label={t(($) => $.message.removeProperty, { at: at + 1 })}
              onClick={() => change({ userProperties: draft.userProperties.filter((_, index) => index !== at) })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <ActionButton
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            reason={
              draft.userProperties.length < documentLimits.userProperties
                ? null
                : t(($) => $.message.mostProperties, { most: documentLimits.userProperties })
            }
            onClick={() => change({ userProperties: [...draft.userProperties, { key: '', value: '' }] })}
          >
            {t(($) => $.message.addProperty)}
          </ActionButton>
        </Group>
      </Stack>
    </Fieldset>
  );
}
