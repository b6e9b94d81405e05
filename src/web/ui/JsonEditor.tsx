import CodeMirror from '@uiw/react-codemirror';
import { useMemo } from 'react';
import classes from './JsonEditor.module.css';
import { jsonLook, jsonSetup } from './json-editor-look.ts';

type Props = { text: string; label: string; maxHeight: string };

/** JSON to read, with line numbers and folding. */
export function JsonEditor({ text, label, maxHeight }: Props) {
  const extensions = useMemo(() => jsonLook(label, { 'aria-readonly': 'true', tabindex: '0' }), [label]);
  return (
    <CodeMirror
      className={classes.editor ?? ''}
      value={text}
      theme="none"
      extensions={extensions}
      maxHeight={maxHeight}
      readOnly
      editable={false}
      basicSetup={jsonSetup}
    />
  );
}
