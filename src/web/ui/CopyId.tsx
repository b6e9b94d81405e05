import classes from './CopyId.module.css';
import { CopyButton } from './CopyButton.tsx';

type Props = {
  id: string;
  /** For the button: "Copy task ID". */
  label: string;
};

// Ids up to this length are shown whole wherever there is room; of longer ones the end tells them apart.
const wholeLength = 24;
const tailLength = 6;

/** An identifier in monospace. The middle is cut to fit the room; copying and reading aloud always give all of it. */
export function CopyId({ id, label }: Props) {
  const cut = id.length > wholeLength ? id.length - tailLength : id.length;
  return (
    <span className={classes.id} title={id}>
      <span className={classes.head}>{id.slice(0, cut)}</span>
      {cut < id.length && <span>{id.slice(cut)}</span>}
      <CopyButton value={id} label={label} />
    </span>
  );
}
