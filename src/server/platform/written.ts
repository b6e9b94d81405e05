import type { Written } from './port.ts';

/** The same outcome with another value. */
export const mapWritten = <From, To>(written: Written<From>, map: (value: From) => To): Written<To> =>
  written.kind === 'done' ? { ...written, value: map(written.value) } : written;
