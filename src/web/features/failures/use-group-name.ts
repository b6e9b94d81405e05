import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import type { FailureBundle, FailureGrouping } from '#shared/domain/failures.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';

/** What a group is called, and what the platform calls it where that is something else. */
export function useGroupName(by: FailureGrouping): (group: FailureBundle) => { title: string; detail: string | null } {
  const { t } = useTranslation('failures');
  const common = useTranslation('common').t;
  const reasons = useReasons();
  return ({ code, message, value }) => {
    switch (by) {
      case 'code': {
        const reason = reasons(code, message);
        return { title: reason.cause, detail: code ?? t(($) => $.without.code) };
      }
      case 'message': {
        const reason = reasons(code, message);
        const parts = [code ?? t(($) => $.without.code), reason.known ? message : null].filter((part) => part !== null);
        return { title: reason.cause, detail: parts.join(' · ') };
      }
      case 'kind':
        return {
          title: value !== null && isKnownKind(value) ? common(($) => $.kind[value]) : (value ?? ''),
          detail: null,
        };
      case 'package':
        return { title: value ?? t(($) => $.without.package), detail: null };
      case 'group':
        return { title: value ?? t(($) => $.without.group), detail: null };
    }
  };
}
