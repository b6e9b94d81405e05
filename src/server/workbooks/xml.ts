/** Reads XML as it comes, for the few elements a sheet of text needs. Namespaces are passed over, entities of one's own refused. */
import { workbookLimits } from '#shared/domain/workbook.ts';
import { WorkbookRefused } from './refused.ts';

export type XmlHandler = {
  /** `attribute` reads one by its name with any prefix; null when it is not there. */
  open(name: string, attribute: (name: string) => string | null): void;
  close(name: string): void;
  text(text: string): void;
};

const longestTag = 65_536;
const unreadable = () => new WorkbookRefused('workbook_not_readable');
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}))?;?/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string' && whole.endsWith(';')) {
      const character = named[name];
      // Only a document type could have declared another, and there is none.
      if (character === undefined) throw unreadable();
      return character;
    }
    const point =
      typeof hex === 'string' ? Number.parseInt(hex, 16) : typeof decimal === 'string' ? Number(decimal) : Infinity;
    if (point > 0x10ffff) throw unreadable();
    return String.fromCodePoint(point);
  });
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributeIn(tag: string, wanted: string): string | null {
  for (const [, name = '', double, single] of tag.matchAll(/\s([\w:.-]{1,100})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g))
    if (localName(name) === wanted) return decoded(double ?? single ?? '');
  return null;
}

/** Feeds a document to a handler, and lets go of each piece. Throws `WorkbookRefused` for what is no plain XML in UTF-8. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';

  function tag(inside: string): void {
    if (inside.startsWith('/')) return handler.close(localName(inside.slice(1).trim()));
    const name = localName(/^[^\s/]+/.exec(inside)?.[0] ?? '');
    if (name === '') throw unreadable();
    handler.open(name, (wanted) => attributeIn(inside, wanted));
    if (inside.endsWith('/')) handler.close(name);
  }

  /** What stands from `at` on, or -1 while its end has not come. */
  function markup(at: number): number {
    const skipTo = (end: string, from: number): number => {
      const found = rest.indexOf(end, from);
      return found === -1 ? -1 : found + end.length;
    };
    if (rest.startsWith('<?', at)) return skipTo('?>', at);
    if (rest.startsWith('<!--', at)) return skipTo('-->', at + 4);
    if (rest.startsWith('<![CDATA[', at)) {
      const end = skipTo(']]>', at);
      if (end !== -1) handler.text(rest.slice(at + 9, end - 3));
      return end;
    }
    if (rest.startsWith('<!', at)) {
      // The beginning of a comment or of character data may not have come as a whole.
      if (['<!--', '<![CDATA['].some((begin) => begin.startsWith(rest.slice(at)))) return -1;
      throw unreadable();
    }
    const end = skipTo('>', at);
    if (end !== -1) tag(rest.slice(at + 1, end - 1));
    return end;
  }

  function advance(): void {
    let at = 0;
    for (;;) {
      const start = rest.indexOf('<', at);
      if (start === -1) break;
      if (start > at) handler.text(decoded(rest.slice(at, start)));
      at = start;
      const end = markup(start);
      if (end === -1) break;
      at = end;
    }
    rest = rest.slice(at);
    if (rest.length > (rest.startsWith('<') ? longestTag : workbookLimits.cellCharacters * 6)) throw unreadable();
  }

  const read = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw unreadable();
    }
  };
  for await (const piece of pieces) {
    rest += read(piece);
    advance();
  }
  rest += read();
  if (rest.trim() !== '') throw unreadable();
}
