import { startTransition, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createTargetReader, type ReadAnswer } from './target-reader.ts';
import type { ReadingWords, Source } from './target-reading.ts';

/** How left-out lines are worded. */
export function useReadingWords(): ReadingWords {
  const { t } = useTranslation('create');
  return {
    header: [t(($) => $.targets.line), t(($) => $.targets.text), t(($) => $.targets.why)],
    illegal_character: t(($) => $.targets.illegal_character),
    too_long: t(($) => $.targets.too_long),
    duplicateOf: t(($) => $.targets.duplicateOfLine),
  };
}

/** Reads lists beside the page; ends with the step. */
export function useTargetReader(connection: string) {
  const [reader] = useState(createTargetReader);
  const [busy, setBusy] = useState(false);
  const words = useReadingWords();
  useEffect(() => () => reader.close(), [reader]);
  const read = async (source: Source, column: number | null): Promise<ReadAnswer> => {
    startTransition(() => setBusy(true));
    const answer = await reader.read({ connection, source, column, words });
    startTransition(() => setBusy(false));
    return answer;
  };
  return { read, busy };
}
