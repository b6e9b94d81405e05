import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

type Props = Pick<
  NumberInputProps,
  'label' | 'description' | 'min' | 'max' | 'step' | 'error' | 'maw' | 'hideControls' | 'autoComplete'
> & { value: number | null; onValue: (value: number | null) => void };

/** A number as it was typed, or null for none: fractions and what is out of range stay to be seen, and the rules say what is asked for. */
export function NumberField({ value, onValue, ...look }: Props) {
  const [typed, setTyped] = useState<string | number>(value ?? '');
  const give = (next: string | number) => {
    setTyped(next);
    onValue(numberIn(next));
  };
  // While `1.` or `-` stands there the number is 1 or none, and the text must stay.
  const shown = numberIn(typed) === value ? typed : (value ?? '');
  return <NumberInput {...look} value={shown} onChange={give} clampBehavior="none" />;
}

function numberIn(typed: string | number): number | null {
  if (typed === '' || typed === '-') return null;
  const number = Number(typed);
  // More figures than a number can have are still too many, and JSON has no infinity.
  return Number.isFinite(number) ? number : Math.sign(number) * Number.MAX_VALUE;
}
