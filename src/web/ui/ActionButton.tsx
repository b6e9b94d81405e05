import { Button, type ButtonProps } from '@mantine/core';
import type { MouseEventHandler } from 'react';
import { hint } from './hint.ts';

type Props = ButtonProps & {
  /** Why the action is not possible now, in the person's language; null when it is. */
  reason: string | null;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: 'button' | 'submit';
};

/** A button that stays in its place when it cannot be used, and says why by pointer, keyboard and screen reader. */
export function ActionButton({ reason, onClick, type = 'button', ...rest }: Props) {
  const disabled = reason !== null;
  return (
    <Button
      {...rest}
      type={type}
      data-disabled={disabled}
      aria-disabled={disabled || undefined}
      {...hint(reason)}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
