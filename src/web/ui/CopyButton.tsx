import { use, useEffect, useState } from 'react';
import { I18nContext } from 'react-i18next';
import classes from './CopyButton.module.css';
import glyphs from './Glyph.module.css';
import { useAnnounce } from './use-announce.ts';

type Props = {
  value: string;
  /** What is copied, for its accessible name: "Copy task ID". */
  label: string;
};

/** Copies a value and says so, to the eye and to a screen reader. A plain button, because long lists have one in every row. */
export function CopyButton({ value, label }: Props) {
  // Words are looked up when something was copied: fifty buttons need not listen for another language.
  const language = use(I18nContext);
  const announce = useAnnounce();
  const [outcome, setOutcome] = useState<'done' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const wordOf = (what: 'done' | 'failed') => language?.i18n.t(($) => $.copy[what], { ns: 'common' }) ?? label;
  const tell = (what: 'done' | 'failed') => {
    setOutcome(what);
    announce(wordOf(what));
  };
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => tell('done'),
      () => tell('failed'),
    );
  return (
    <button
      type="button"
      className={`${classes.button} ${glyphs.glyph}`}
      data-glyph={outcome === 'done' ? 'check' : 'copy'}
      aria-label={label}
      data-hint={outcome === null ? label : wordOf(outcome)}
      onClick={() => void copy()}
    />
  );
}
