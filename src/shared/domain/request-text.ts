/** The JSON of a request in what a person pastes: bare, as a whole HTTP request, or as a curl command. */
import { mostRequestBytes } from './brought.ts';

/** Why there is no JSON in a text. `line` and `column` count from 1, in the text as it was pasted. */
export type TextProblem =
  | { code: 'text_missing' | 'text_too_large' | 'command_without_body' | 'command_names_file' | 'json_not_object' }
  | { code: 'json_broken'; line: number; column: number };

/** Part of a text: `at` is where each stretch of it begins in the text that it was taken from. */
type Taken = { text: string; stretches: readonly { from: number; at: number }[] };

/** The JSON object of a request, as text, or why there is none. Whatever stands around it is left behind, credentials above all. */
export function requestIn(pasted: string): { body: string } | { problem: TextProblem } {
  if (pasted.trim() === '') return { problem: { code: 'text_missing' } };
  if (isTooLarge(pasted)) return { problem: { code: 'text_too_large' } };
  const taken = bodyIn(pasted);
  if ('code' in taken) return { problem: taken };
  const { problem } = objectIn(taken.text);
  if (problem?.code !== 'json_broken') return problem === null ? { body: taken.text } : { problem };
  return { problem: { ...problem, ...placeOf(pasted, originOf(taken, brokenAt(taken.text))) } };
}

/** Whether a text has more bytes in UTF-8 than a request may have. */
export function isTooLarge(text: string): boolean {
  // Every character is one to three bytes: most texts need no counting.
  if (text.length > mostRequestBytes || text.length * 3 <= mostRequestBytes) return text.length > mostRequestBytes;
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Each half of a pair counts as two.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes > mostRequestBytes;
}

/** The object that a JSON text stands for, or why it is none. */
export function objectIn(json: string): { value: object; problem: null } | { value: null; problem: TextProblem } {
  try {
    const value: unknown = JSON.parse(json);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { value, problem: null } : { value: null, problem: { code: 'json_not_object' } };
  } catch {
    return { value: null, problem: { code: 'json_broken', ...placeOf(json, brokenAt(json)) } };
  }
}

type NoBody = { code: 'command_without_body' | 'command_names_file' };

function bodyIn(pasted: string): Taken | NoBody {
  if (/^\s*(?:\$\s+)?curl(?:\.exe)?\s/.test(pasted)) return bodyOfCurl(pasted);
  const start = /^\s*(?:POST|PUT)\s/.test(pasted) ? startOfBody(pasted) : 0;
  const from = Math.max(start, pasted.startsWith('\uFEFF') ? 1 : 0);
  return { text: pasted.slice(from), stretches: [{ from: 0, at: from }] };
}

/** The vendor's pages print a request line before the body, with names in braces where the host and the project go. */
function startOfBody(request: string): number {
  const ownLine = request.search(/^[ \t]*\{/m);
  return ownLine === -1 ? request.search(/\s\{/) : ownLine;
}

const dataOption = /^(?:--(?:data(?:-raw|-binary|-ascii)?|json)(?:=|$)|-d)/;

function bodyOfCurl(command: string): Taken | NoBody {
  const words = wordsOf(command);
  for (const [index, word] of words.entries()) {
    const option = dataOption.exec(word.text)?.[0];
    if (option === undefined) continue;
    const isAttached = word.text.length > option.length;
    const body = isAttached ? behind(word, option.length) : words[index + 1];
    if (body === undefined) break;
    return body.text.startsWith('@') ? { code: 'command_names_file' } : body;
  }
  return { code: 'command_without_body' };
}

const behind = ({ text, stretches }: Taken, length: number): Taken => ({
  text: text.slice(length),
  stretches: stretches.map(({ from, at }) => ({ from: from - length, at })),
});

/** The words of a command line as a shell reads them: quotes, escapes and lines that go on. Nothing is expanded. */
function wordsOf(command: string): Taken[] {
  const words: Taken[] = [];
  const stretch = /\\\r?\n|\s+|'([^']*)'?|"((?:[^"\\]+|\\[^])*)"?|\\([^])|[^\s'"\\]+/g;
  let word: { text: string; stretches: { from: number; at: number }[] } | null = null;
  for (const found of command.matchAll(stretch)) {
    const [all, single, double, escaped] = found;
    if (/^(?:\\\r?\n|\s)/.test(all)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    word ??= { text: '', stretches: [] };
    const isQuoted = single !== undefined || double !== undefined;
    word.stretches.push({
      from: word.text.length,
      at: found.index + (isQuoted || escaped !== undefined ? 1 : 0),
    });
    word.text += single ?? double?.replaceAll(/\\(["\\$`])/g, '$1').replaceAll(/\\\r?\n/g, '') ?? escaped ?? all;
  }
  if (word !== null) words.push(word);
  return words;
}

/** Where a place of the taken text stands in the text it was taken from; inside double quotes, as near as its beginning tells. */
function originOf({ stretches }: Taken, place: number): number {
  const stretch = stretches.findLast(({ from }) => from <= place);
  return stretch === undefined ? place : stretch.at + place - stretch.from;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const space = /[ \t\r\n]*/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Deeper than any request: nobody looks for a bracket behind this many. */
const deepest = 128;

/** Where a text stops being JSON, counted from 0; its end where only something is missing there. */
export function brokenAt(json: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(json);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  const is = (character: string): boolean => {
    take(space);
    if (json[at] !== character) return false;
    at += 1;
    return true;
  };
  // By hand: a pattern for it would go back over all of a long text that is broken.
  const takeText = (): boolean => {
    if (json[at] !== '"') return false;
    at += 1;
    while (json[at] !== '"') {
      // Past the end there is no code, and no comparison holds.
      if (json[at] === '\\') {
        if (!take(escape)) return false;
      } else if (json.charCodeAt(at) >= 0x20) at += 1;
      else return false;
    }
    at += 1;
    return true;
  };
  /** What is open, innermost last. */
  const open: ('{' | '[')[] = [];
  const key = () => (take(space), takeText()) && is(':');
  for (;;) {
    if (open.length > deepest) return at;
    // A value begins here.
    let isWhole = false;
    if (is('{')) {
      if (is('}')) isWhole = true;
      else if (key()) open.push('{');
      else return at;
    } else if (is('[')) {
      if (is(']')) isWhole = true;
      else open.push('[');
    } else if (take(literal) || takeText()) isWhole = true;
    else return at;
    // It has ended: so may what it is in.
    while (isWhole) {
      const inner = open.at(-1);
      if (inner === undefined) return (take(space), at);
      if (is(',')) {
        if (inner === '{' && !key()) return at;
        isWhole = false;
      } else if (is(inner === '{' ? '}' : ']')) open.pop();
      else return at;
    }
  }
}
