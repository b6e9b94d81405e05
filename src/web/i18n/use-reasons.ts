import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonKey } from './failure-reasons.ts';

/** Why a device failed or was refused, and what to do. `cause` is the platform's own text where the catalogues know no better. */
export type Reason = { cause: string; action: string | null; known: boolean };

/** The cause, then the platform's code and words where they say something else. */
export function reasonLines({ cause, known }: Reason, code: string | null, message: string | null): string[] {
  const platform = [code, known ? message : null].filter((part) => part !== null).join(' · ');
  return platform === '' || platform === cause ? [cause] : [cause, platform];
}

/** Explains the platform's codes and texts in the person's language. */
export function useReasons(): (code: string | null, message: string | null) => Reason {
  const { t } = useTranslation('errors');
  const dictionary = useTranslation('dictionary').t;
  return useCallback(
    (code, message) => {
      const found = reasonKey(code, message);
      if (found?.in === 'platform') {
        const { key } = found;
        return { cause: t(($) => $.platform[key].cause), action: t(($) => $.platform[key].action), known: true };
      }
      if (found?.in === 'dictionary') {
        const { key } = found;
        return {
          cause: dictionary(($) => $.codes[key].cause),
          action: dictionary(($) => $.codes[key].action),
          known: true,
        };
      }
      if (found) {
        const { key } = found;
        return { cause: t(($) => $.ota[key].cause), action: t(($) => $.ota[key].action), known: true };
      }
      const cause = message ?? code;
      if (cause !== null) return { cause, action: null, known: false };
      return { cause: t(($) => $.unnamed.cause), action: t(($) => $.unnamed.action), known: true };
    },
    [t, dictionary],
  );
}
