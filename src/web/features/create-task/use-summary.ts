import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import { packagesQuery } from '#web/api/catalogue.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { type Draft, setOf } from './draft.ts';
import type { Step } from './steps.ts';

export type SummaryRow = { label: string; value: string; step: Step };

/** What has been chosen so far, in words: the card beside the steps and the review show the same rows. */
export function useSummary({
  connection,
  draft,
  devices,
  spaces,
}: {
  connection: string;
  draft: Draft;
  devices: number;
  spaces: Space[];
}): SummaryRow[] {
  const { t } = useTranslation(['create', 'common']);
  const formats = useFormats();
  const { packageKind, document } = rulesOf(draft.kind);
  const { data } = useQuery({
    ...packagesQuery({ connection, spaceId: draft.spaceId, kind: packageKind ?? 'firmware' }),
    enabled: packageKind !== null && draft.packageId !== '',
  });
  const none = t(($) => $.summary.none);
  const pack = data?.packages.find(({ id }) => id === draft.packageId);
  const groups = t(($) => $.review.groups, { count: draft.groupIds.length });
  const count = t(($) => $.targets.devices, { count: devices });
  const retry =
    draft.retryCount === null || draft.retryInterval === null
      ? t(($) => $.review.retryOff)
      : t(($) => $.review.retryOn, { count: draft.retryCount, minutes: draft.retryInterval });
  // It may have neither, and is sent like that: what is sent then are its parameters.
  const command =
    [draft.serviceId, draft.commandName].filter((part) => part !== '').join(' · ') ||
    t(($) => $.summary.nameless, { parameters: draft.parametersText.slice(0, 60) });
  const content = {
    none: '',
    package: pack ? `${pack.version} · ${pack.productName ?? pack.productId}` : '',
    command,
    async_command: command,
    message: draft.messageName === '' ? draft.messageText.slice(0, 60) : draft.messageName,
    shadow: draft.shadows.flatMap(({ serviceId }) => serviceId || []).join(', '),
  }[document];
  return [
    { label: t(($) => $.summary.kind), value: t(($) => $.kind[draft.kind], { ns: 'common' }), step: 'type' },
    { label: t(($) => $.summary.name), value: draft.name === '' ? none : draft.name, step: 'type' },
    {
      label: t(($) => $.summary.space),
      value: spaces.find(({ id }) => id === draft.spaceId)?.name ?? none,
      step: 'type',
    },
    {
      label: t(($) => $.summary.devices),
      value:
        devices === 0 && (draft.source !== 'groups' || draft.groupIds.length === 0)
          ? none
          : draft.source === 'groups' && setOf(draft) === null
            ? `${groups} · ${count}`
            : count,
      step: 'targets',
    },
    ...(document === 'none'
      ? []
      : [
          {
            label: t(($) => $.document.step[document]),
            value: content === '' ? none : content,
            step: 'document',
          } as const,
        ]),
    {
      label: t(($) => $.summary.starts),
      value:
        draft.starts === 'now'
          ? t(($) => $.review.startsNow)
          : draft.startsAt === null
            ? none
            : `${formats.dateTime(draft.startsAt)} · ${formats.utc(draft.startsAt)}`,
      step: 'policy',
    },
    { label: t(($) => $.summary.retry), value: retry, step: 'policy' },
  ];
}
