import { useFormats } from '#web/i18n/use-formats.ts';

/** A whole number in the person's language, with figures of equal width. */
export function CountText({ value }: { value: number }) {
  const formats = useFormats();
  return <span className="figures">{formats.count(value)}</span>;
}
