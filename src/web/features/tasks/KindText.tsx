import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';

/** What a task does; a kind that this version does not know is shown in the platform's own word. */
export function KindText({ kind }: { kind: string }) {
  const { t } = useTranslation('common');
  return isKnownKind(kind) ? t(($) => $.kind[kind]) : kind;
}
