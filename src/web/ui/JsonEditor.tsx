import { json } from '@codemirror/lang-json';
import CodeMirror, { EditorView, Prec } from '@uiw/react-codemirror';
import { getNonce } from 'get-nonce';
import { useMemo } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import classes from './JsonEditor.module.css';

// On the dark theme's own background some of its colours are too faint to be read.
const background = Prec.highest(
  EditorView.theme({
    '&': { backgroundColor: 'var(--mantine-color-body)' },
    '.cm-gutters': { backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-dimmed)' },
  }),
);

type Props = { text: string; label: string; maxHeight: string };

export function JsonEditor({ text, label, maxHeight }: Props) {
  const scheme = useComputedColorScheme('light');
  const extensions = useMemo(
    () => [
      json(),
      background,
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
      theme={scheme}
      extensions={extensions}
      maxHeight={maxHeight}
      readOnly
      editable={false}
      basicSetup={{
        autocompletion: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        searchKeymap: false,
      }}
    />
  );
}
