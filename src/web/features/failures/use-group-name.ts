import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import type { FailureBundle, FailureGrouping } from '#shared/domain/failures.ts';
import { namesQuery } from '#web/api/names.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';

type GroupName = { title: string; detail: string | null };

/** What a group is called, and what the platform calls it where that is something else. */
export function useGroupName(connection: string, by: FailureGrouping): (group: FailureBundle) => GroupName {
  const { t } = useTranslation('failures');
  const common = useTranslation('common').t;
  const reasons = useReasons();
  const names = useQuery({ ...namesQuery(connection), enabled: by === 'package' || by === 'group' }).data;
  const named = (id: string | null, known: Record<string, string> | undefined, none: string): GroupName => {
    const name = id === null ? none : known?.[id];
    return { title: name ?? id ?? none, detail: name === undefined ? null : id };
  };
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
        return named(
          value,
          names?.package,
          t(($) => $.without.package),
        );
      case 'group':
        return named(
          value,
          names?.group,
          t(($) => $.without.group),
        );
    }
  };
}
