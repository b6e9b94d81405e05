import { createContext, use } from 'react';
import type { Formats } from './format.ts';

/** What the page around it gives: one set for all, because making its formatters takes longer than using them. */
export const FormatsContext = createContext<Formats | null>(null);

/** Formats of the present language. */
export function useFormats(): Formats {
  const formats = use(FormatsContext);
  if (formats === null) throw new Error('Nothing around gives formats.');
  return formats;
}
