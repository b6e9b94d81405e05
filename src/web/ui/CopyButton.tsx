import { ActionIcon } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy } from './icons.ts';

type Props = {
  value: string;
  /** What is copied, for its accessible name: "Copy task ID". */
  label: string;
};

/** Copies a value and says so, to the eye and to a screen reader. */
export function CopyButton({ value, label }: Props) {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const said = copied === 'yes' ? t(($) => $.copy.done) : copied === 'failed' ? t(($) => $.copy.failed) : null;
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={label}
        data-hint={said ?? label}
        onClick={() => void copy()}
      >
        {copied === 'yes' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </ActionIcon>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
