import { useFormats } from '#web/i18n/use-formats.ts';

/** A share that never reads 0 % or 100 % unless it is exact. */
export function PercentText({ part, whole }: { part: number; whole: number }) {
  const formats = useFormats();
  return <span className="figures">{formats.percent(part, whole)}</span>;
}
