import { Alert, Button, DataList, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { type NewTask, needsTypedCount, type Problem } from '#shared/domain/create.ts';
import { previewQuery } from '#web/api/tasks.ts';
import { IconAlertTriangleFilled, IconPencil } from '#web/ui/icons.ts';
import { CopyButton } from '#web/ui/CopyButton.tsx';
import { JsonView } from '#web/ui/JsonView.tsx';
import { curlOf } from './curl.ts';
import { NumberField } from './NumberField.tsx';
import { PreflightPanel, type Seen } from './PreflightPanel.tsx';
import type { Step } from './steps.ts';
import { FailurePanel } from './FailurePanel.tsx';
import type { StepProps } from './step-props.ts';
import { useSummary } from './use-summary.ts';

type Props = StepProps & {
  request: NewTask;
  idempotencyKey: string;
  devices: number;
  spaces: Space[];
  /** What is still wrong, by step. */
  problems: Record<Step, Problem[]>;
  /** The steps of this kind of task, and what each is called. */
  steps: readonly Step[];
  nameOf: (step: Step) => string;
  /** The number of devices as typed. */
  onCount: (count: number | null) => void;
  /** The person has tried to start without having ticked the warnings. */
  asks: boolean;
  onSeen: (seen: Seen) => void;
  onEdit: (step: Step) => void;
};

/** Last step: everything once more, read only, with the exact request; a large count is typed here. */
export function ReviewStep({
  connection,
  draft,
  change,
  problem,
  request,
  idempotencyKey,
  devices,
  spaces,
  problems,
  steps,
  nameOf,
  onCount,
  asks,
  onSeen,
  onEdit,
}: Props) {
  const { t } = useTranslation('create');
  const rows = useSummary({ connection, draft, devices, spaces });
  const wrong = steps.filter((step) => step !== 'review' && problems[step].length > 0);
  const preview = useQuery({ ...previewQuery(connection, request, idempotencyKey), enabled: wrong.length === 0 });
  return (
    <Stack gap="lg">
      {wrong.length > 0 && (
        <Alert
          color="red"
          variant="outline"
          icon={<IconAlertTriangleFilled size={18} />}
          title={t(($) => $.review.problems)}
          role="alert"
        >
          <List size="sm">
            {wrong.map((step) => (
              <List.Item key={step}>
                <Button variant="subtle" size="compact-sm" onClick={() => onEdit(step)}>
                  {t(($) => $.review.editStep, { step: nameOf(step) })}
                </Button>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <DataList orientation="horizontal" labelWidth={110}>
        {rows.map(({ label, value, step }) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Group gap="xs">
                <Text component="span" size="sm" fw={500}>
                  {value}
                </Text>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  leftSection={<IconPencil size={14} />}
                  aria-label={t(($) => $.review.editStep, { step: label })}
                  onClick={() => onEdit(step)}
                >
                  {t(($) => $.review.edit)}
                </Button>
              </Group>
            </DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      {/* A request that is refused as a whole says so below; looking at its devices would only be refused for the same. */}
      {wrong.length === 0 && !preview.error && (
        <PreflightPanel
          connection={connection}
          draft={draft}
          change={change}
          request={request}
          idempotencyKey={idempotencyKey}
          asks={asks}
          onSeen={onSeen}
        />
      )}
      <Alert variant="outline" color="orange" icon={<IconAlertTriangleFilled size={18} />}>
        <Text size="sm">{t(($) => $.review.consequence[draft.kind])}</Text>
      </Alert>
      <div>
        <Title order={3} size="h5">
          {t(($) => $.review.request)}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {t(($) => (wrong.length === 0 ? $.review.requestHelp : $.review.requestLater))}
        </Text>
        {request.targets.source === 'file' && preview.data && (
          <Text size="sm" mb="xs">
            {t(($) => $.review.requestOfFile)}
          </Text>
        )}
        {preview.error ? (
          <FailurePanel
            error={preview.error}
            onRetry={() => void preview.refetch()}
            onEdit={{ step: onEdit, nameOf }}
          />
        ) : preview.data ? (
          <Stack gap="xs">
            <JsonView value={preview.data.request} label={t(($) => $.review.request)} />
            <Group gap="xs">
              <Text size="sm">{t(($) => $.review.curl)}</Text>
              <CopyButton value={curlOf(preview.data)} label={t(($) => $.review.copyCurl)} />
            </Group>
          </Stack>
        ) : (
          wrong.length === 0 && <Skeleton height={160} aria-label={t(($) => $.review.loading)} />
        )}
      </div>
      {needsTypedCount(request.kind, devices) && (
        <NumberField
          label={t(($) => $.review.typedCount)}
          description={t(($) => $.review.typedCountHelp, { count: devices })}
          value={request.confirmedCount}
          onValue={onCount}
          hideControls
          error={problem('confirm')}
          maw={320}
          autoComplete="off"
        />
      )}
    </Stack>
  );
}
