import { type ReactNode, useCallback, useState } from 'react';
import { Announce } from './use-announce.ts';

/** One place for what is only said to screen readers, so that no button needs a live region of its own. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', time: 0 });
  const announce = useCallback((text: string) => setSaid(({ time }) => ({ text, time: time + 1 })), []);
  return (
    <Announce value={announce}>
      {children}
      {/* The same words said twice are still news, so the second time they come with a space that nobody hears. */}
      <span className="visually-hidden" role="status">
        {said.text + (said.time % 2 === 0 ? '\u00A0' : '')}
      </span>
    </Announce>
  );
}
