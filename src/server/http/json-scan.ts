/** Why a body is not read: `too_deep` and `too_many_keys` cost more than they can mean; the others mean two things at once. */
export type JsonProblem = 'too_deep' | 'too_many_keys' | 'repeated_key' | 'forbidden_key';

export const jsonLimits = { depth: 32, keys: 2_000 } as const;

const quote = 0x22;
const backslash = 0x5c;

/** Where a string that begins at `start` has its closing quote, or -1. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return -1;
}

/** The key as a parser would read it: two spellings of one key are the same key. */
function keyOf(text: string, from: number, to: number): string {
  const written = text.slice(from + 1, to);
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(text.slice(from, to + 1)));
  } catch {
    return written;
  }
}

/**
 * Looks over JSON before it is parsed, in one pass and without recursion. A key that stands twice is read by some parsers as the first and
 * by others as the last. Null: nothing is wrong with it, or the parser will say so.
 */
export function whyNotParsed(text: string): JsonProblem | null {
  const open: { keys: Set<string> | null; keyNext: boolean }[] = [];
  let keys = 0;
  for (let at = 0; at < text.length; at += 1) {
    const top = open.at(-1);
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        if (end === -1) return null;
        if (top?.keys && top.keyNext) {
          const key = keyOf(text, at, end);
          if (key === '__proto__') return 'forbidden_key';
          if (top.keys.has(key)) return 'repeated_key';
          if ((keys += 1) > jsonLimits.keys) return 'too_many_keys';
          top.keys.add(key);
          top.keyNext = false;
        }
        at = end;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        open.push({ keys: text[at] === '{' ? new Set() : null, keyNext: true });
        if (open.length > jsonLimits.depth) return 'too_deep';
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        break;
      case 0x2c: // ,
        if (top) top.keyNext = true;
        break;
    }
  }
  return null;
}
