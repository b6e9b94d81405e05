import { Input, Skeleton } from '@mantine/core';
import { lazyPart } from './lazy-part.tsx';

const JsonInput = lazyPart(
  () => import('./JsonInput.tsx').then((module) => module.JsonInput),
  <Skeleton height={120} />,
);

type Props = {
  label: string;
  description?: string;
  text: string;
  onText: (text: string) => void;
  /** A sentence under the field. */
  error: string | null;
  /** What is wrong with the value of that name, shown at its line; null for nothing. */
  problemAt: (name: string) => string | null;
};

/** JSON to write: mistakes are marked at their line. Escape and then Tab leaves the editor. It is fetched when first needed. */
export function JsonField({ label, description, text, onText, error, problemAt }: Props) {
  return (
    <Input.Wrapper label={label} labelElement="div" description={description} error={error}>
      <JsonInput text={text} label={label} onText={onText} problemAt={problemAt} />
    </Input.Wrapper>
  );
}
