import classes from './CopyId.module.css';
import { CopyButton } from './CopyButton.tsx';

type Props = {
  id: string;
  /** For the button: "Copy task ID". */
  label: string;
  /** Characters kept at the end when the middle is cut to fit. */
  tail?: number;
};

const buttonPx = 28;

/** An identifier in monospace. The middle is cut to fit the room; copying and reading aloud always give all of it. */
export function CopyId({ id, label, tail = 6 }: Props) {
  const cut = Math.max(0, id.length - tail);
  return (
    <span className={classes.id} title={id}>
      <span className={classes.head} style={{ maxWidth: `calc(100% - ${tail}ch - ${buttonPx}px)` }}>
        {id.slice(0, cut)}
      </span>
      {id.slice(cut)}
      <CopyButton value={id} label={label} />
    </span>
  );
}
