import { useTranslation } from 'react-i18next';
import type { Failure } from './failure.ts';
import { useFormats } from './use-formats.ts';
import { useReasons } from './use-reasons.ts';

export type FailureWords = {
  /** What happened. */
  title: string;
  /** What to do about it. */
  advice: string;
  /** The platform's own code and words, where it said any. */
  platformSaid: string | null;
  /** The platform's id of the refused request. */
  upstreamRequestId: string | null;
};

/** Puts a failure into words of the person's language. */
export function useFailureWords(): (failure: Failure) => FailureWords {
  const { t } = useTranslation('errors');
  const formats = useFormats();
  const explain = useReasons();
  return (failure) => {
    const { code } = failure;
    const plain = { platformSaid: null, upstreamRequestId: null };
    switch (failure.code) {
      case 'refused': {
        const { reason } = failure.data;
        return { ...plain, title: t(($) => $.problem.refused.title), advice: t(($) => $.refusal[reason]) };
      }
      case 'upstream_misconfigured': {
        const { state } = failure.data;
        return { ...plain, title: t(($) => $.connection[state].title), advice: t(($) => $.connection[state].advice) };
      }
      case 'upstream_refused': {
        const { upstreamCode, upstreamMessage, requestId } = failure.data;
        const reason = explain(upstreamCode, upstreamMessage);
        const said = [upstreamCode, upstreamMessage].filter((part) => part !== null).join(' ');
        return {
          title: reason.known ? reason.cause : t(($) => $.problem.upstream_refused.title),
          advice: reason.action ?? t(($) => $.problem.upstream_refused.advice),
          platformSaid: said === '' ? null : said,
          upstreamRequestId: requestId,
        };
      }
      case 'too_many_attempts':
      case 'busy': {
        const wait = formats.duration(failure.data.retryAfterSeconds * 1000);
        return {
          ...plain,
          title: t(($) => $.problem[failure.code].title),
          advice: t(($) => $.problem[failure.code].advice, { wait }),
        };
      }
      default:
        return { ...plain, title: t(($) => $.problem[code].title), advice: t(($) => $.problem[code].advice) };
    }
  };
}
