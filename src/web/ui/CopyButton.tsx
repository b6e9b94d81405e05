import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './CopyButton.module.css';
import { IconCheck, IconCopy } from './icons.ts';
import { useAnnounce } from './use-announce.ts';

type Props = {
  value: string;
  /** What is copied, for its accessible name: "Copy task ID". */
  label: string;
};

/** Copies a value and says so, to the eye and to a screen reader. A plain button, because long lists have one in every row. */
export function CopyButton({ value, label }: Props) {
  const { t } = useTranslation('common');
  const announce = useAnnounce();
  const [outcome, setOutcome] = useState<'done' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const tell = (what: 'done' | 'failed') => {
    setOutcome(what);
    announce(t(($) => $.copy[what]));
  };
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => tell('done'),
      () => tell('failed'),
    );
  const Glyph = outcome === 'done' ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={classes.button}
      aria-label={label}
      data-hint={outcome === null ? label : t(($) => $.copy[outcome])}
      onClick={() => void copy()}
    >
      <Glyph size={14} aria-hidden />
    </button>
  );
}
