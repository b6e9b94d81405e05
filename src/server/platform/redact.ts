import type { Json } from './port.ts';

/** Stands in the place of what was kept back. */
export const hidden = '[removed]';
const secretKey = /secret|password|passwd|token|psk|verify_?code|fingerprint|private_?key|certificate/i;
/** Deeper than any document of the platform; what is below cannot be shown, and cannot exhaust the stack. */
const deepest = 16;
const longest = 2_000;

/** The same names in plain text, or in JSON that was cut off, with what they are said to be: a quoted text, or one word. */
const secretInText = new RegExp(
  String.raw`((?:${secretKey.source}|authorization)\w*["']?\s*[:=]\s*)("[^"]*"?|'[^']*'?|(?:(?:bearer|basic)\s+)?[^\s,;&"'}\]]+)`,
  'gi',
);

/** A text of a device or the platform without what stands behind a secret-sounding name, at most 2,000 characters. */
export const redactText = (text: string): string =>
  text.slice(0, longest).replaceAll(secretInText, `$1${hidden}`).slice(0, longest);

/** A copy without the values of secret-sounding keys and without anything that is not JSON. */
export function redact(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value !== 'object' || depth >= deepest) return hidden;
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, secretKey.test(key) ? hidden : redact(entry, depth + 1)]),
  );
}

/**
 * A subtask's output without secrets, at most 2,000 characters. Registering devices answers with their secrets: there, an output
 * that is not a JSON object is dropped whole.
 */
export function redactOutput(output: string, carriesSecrets: boolean): string {
  const parsed = objectIn(output);
  if (parsed !== null) return JSON.stringify(redact(parsed)).slice(0, longest);
  return carriesSecrets ? hidden : redactText(output);
}

function objectIn(text: string): object | null {
  // Most outputs are plain words, and a thrown error each would cost more than all the rest of a page.
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
