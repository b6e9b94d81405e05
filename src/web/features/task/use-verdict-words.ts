import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import type { Verdict, VerdictClause } from './verdict.ts';

/** Words a verdict in the person's language. */
export function useVerdictWords(): (verdict: Verdict, now: number) => string {
  const { t } = useTranslation('task');
  const formats = useFormats();

  const clause = (said: VerdictClause, now: number): string => {
    switch (said.clause) {
      case 'reported':
        return t(($) => $.verdict.clauses.reported, { reported: said.reported, count: said.total });
      case 'rate':
        return t(($) => $.verdict.clauses.rate, { percent: formats.percent(said.succeeded, said.reported) });
      case 'succeeded': {
        const percent = formats.percent(said.succeeded, said.total);
        return t(($) => $.verdict.clauses.succeeded, { succeeded: said.succeeded, count: said.total, percent });
      }
      case 'without_devices':
        return t(($) => $.verdict.clauses.without_devices);
      case 'starts':
        return t(($) => $.verdict.clauses.starts, { wait: formats.duration(said.startsAt - now) });
      case 'counted':
        return t(($) => $.verdict.clauses.counted, { counted: said.counted, total: said.total });
      case 'platform_says':
        return t(($) => $.verdict.clauses.platform_says, { text: said.text });
      case 'ends':
      case 'ends_between':
        return t(($) => $.verdict.clauses[said.clause], {
          from: formats.duration(said.fromMs),
          until: formats.duration(said.untilMs),
        });
      case 'ends_within':
      case 'ends_at_latest':
        return t(($) => $.verdict.clauses[said.clause], { until: formats.duration(said.untilMs) });
      case 'awaited':
        return t(($) => $.verdict.clauses.awaited, { count: said.devices, wait: formats.duration(said.forMs) });
      case 'quiet': {
        const wait = formats.duration(now - said.since);
        return t(($) => $.verdict.clauses.quiet, { wait, when: formats.dateTime(said.since) });
      }
      default:
        return t(($) => $.verdict.clauses[said.clause], { count: said.devices });
    }
  };

  return ({ heading, clauses }, now) => {
    const said = clauses.map((part) => clause(part, now)).join(t(($) => $.comma));
    const head = t(($) => $.verdict.headings[heading]);
    return `${said === '' ? head : `${head}${t(($) => $.verdict.colon)}${said}`}${t(($) => $.verdict.stop)}`;
  };
}
