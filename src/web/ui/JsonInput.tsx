import { jsonParseLinter } from '@codemirror/lang-json';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import CodeMirror, { type EditorView } from '@uiw/react-codemirror';
import { use, useMemo } from 'react';
import classes from './JsonEditor.module.css';
import { jsonLook, jsonSetup } from './json-editor-look.ts';
import { ReadOnly } from './read-only.ts';

type Props = {
  text: string;
  label: string;
  onText: (text: string) => void;
  problemAt: (name: string) => string | null;
};

const parse = jsonParseLinter();
// A name of the outermost object, with what surrounds it.
const names = /"((?:[^"\\]|\\.)*)"\s*:/g;

/** Where the text is no JSON, and where a value has a problem of its own. */
function problemsOf(view: EditorView, problemAt: Props['problemAt']): Diagnostic[] {
  const text = view.state.doc.toString();
  if (text.trim() === '') return [];
  const broken = parse(view);
  if (broken.length > 0) return broken;
  const found: Diagnostic[] = [];
  for (const match of text.matchAll(names)) {
    const message = problemAt(match[1] ?? '');
    if (message !== null)
      found.push({ from: match.index, to: match.index + match[0].length, severity: 'error', message });
  }
  return found;
}

/** JSON to write, with mistakes at their line. */
export function JsonInput({ text, label, onText, problemAt }: Props) {
  const readOnly = use(ReadOnly);
  const extensions = useMemo(
    () => [...jsonLook(label), lintGutter(), linter((view) => problemsOf(view, problemAt), { delay: 300 })],
    [label, problemAt],
  );
  return (
    <CodeMirror
      className={classes.editor ?? ''}
      value={text}
      onChange={onText}
      theme="none"
      readOnly={readOnly}
      extensions={extensions}
      minHeight="96px"
      maxHeight="360px"
      basicSetup={jsonSetup}
      indentWithTab={false}
    />
  );
}
