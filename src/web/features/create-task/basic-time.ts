const pattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** A time as products' models want it, `yyyyMMdd'T'HHmmss'Z'`, from epoch milliseconds. */
export const basicTime = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/** Epoch milliseconds of such a time, or null for any other text. */
export function readBasicTime(text: string): number | null {
  const at = Date.parse(text.replace(pattern, '$1-$2-$3T$4:$5:$6Z'));
  return pattern.test(text) && !Number.isNaN(at) ? at : null;
}
