import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import CodeMirror, { EditorView } from '@uiw/react-codemirror';
import { getNonce } from 'get-nonce';
import { useMemo } from 'react';
import classes from './JsonEditor.module.css';

type Props = { text: string; label: string; maxHeight: string };

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
const setup = {
  autocompletion: false,
  highlightActiveLine: false,
  highlightActiveLineGutter: false,
  searchKeymap: false,
  syntaxHighlighting: false,
};

/** JSON to read, with line numbers and folding. */
export function JsonEditor({ text, label, maxHeight }: Props) {
  const extensions = useMemo(
    () => [
      json(),
      syntaxHighlighting(colours),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
      EditorView.cspNonce.of(getNonce() ?? ''),
    ],
    [label],
  );
  return (
    <CodeMirror
      className={classes.editor ?? ''}
      value={text}
      theme="none"
      extensions={extensions}
      maxHeight={maxHeight}
      readOnly
      editable={false}
      basicSetup={setup}
    />
  );
}
