import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView, type Extension } from '@uiw/react-codemirror';
import { getNonce } from 'get-nonce';

// The stock dark theme is too pale to read. These follow the colour scheme through variables.
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-value)' },
]);
const look = EditorView.theme({
  '&': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--surface)' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)' },
  '.cm-gutters': { color: 'var(--text-quiet)', backgroundColor: 'var(--surface-raised)', borderColor: 'var(--line)' },
  '.cm-foldPlaceholder': { color: 'inherit', backgroundColor: 'var(--selected)', borderColor: 'var(--line)' },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '-2px' },
});

/** What every JSON editor has: its language, its colours, its accessible name. */
export const jsonLook = (label: string, attributes: Record<string, string> = {}): Extension[] => [
  json(),
  syntaxHighlighting(colours),
  look,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': label, ...attributes }),
  EditorView.cspNonce.of(getNonce() ?? ''),
];

/** What of CodeMirror's usual equipment is left out. */
export const jsonSetup = {
  autocompletion: false,
  highlightActiveLine: false,
  highlightActiveLineGutter: false,
  searchKeymap: false,
  syntaxHighlighting: false,
} as const;
