/** Longest pattern, in characters: longer texts are told apart by their beginning. */
export const longestPattern = 200;

// In this order: a time has numbers in it, an address has hex digits in it.
const variable: readonly [RegExp, string][] = [
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?/g, '{time}'],
  [/\b\d{8}T\d{6}Z\b/g, '{time}'],
  [/\b\d{4}-\d{2}-\d{2}\b/g, '{time}'],
  [/\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g, '{time}'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '{id}'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '{address}'],
  [/\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/gi, '{address}'],
  [/\b0x[0-9a-f]+\b/gi, '{hex}'],
  // Words of letters, digits, `_` and `-` with a digit in them that are long or joined: device, task and request IDs.
  [/(?<![\w-])(?=[\w-]*\d)(?:[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)+|(?=\w*[A-Za-z])\w{12,})(?![\w-])/g, '{id}'],
  [/(?<![\w.{])[+-]?\d+(?:[.,]\d+)*(?![\w])/g, '{number}'],
];

/**
 * A failure's text with everything that differs from device to device replaced: IDs, numbers, times, addresses and hex become
 * `{id}`, `{number}`, `{time}`, `{address}` and `{hex}`. Texts of one cause so become one pattern of at most `longestPattern`
 * characters; null for no text.
 */
export function messagePattern(message: string | null): string | null {
  if (message === null) return null;
  // Far longer texts than any pattern would only cost time.
  let text = message.slice(0, 2_000).normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  for (const [pattern, placeholder] of variable) text = text.replaceAll(pattern, placeholder);
  if (text === '') return null;
  return [...text].slice(0, longestPattern).join('').trim();
}
