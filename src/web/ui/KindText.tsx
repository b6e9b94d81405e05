import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';

/** A kind of task in words; one that this version does not know in the platform's own. */
export function KindText({ kind }: { kind: string }) {
  const { t } = useTranslation('common');
  return isKnownKind(kind) ? t(($) => $.kind[kind]) : kind;
}
