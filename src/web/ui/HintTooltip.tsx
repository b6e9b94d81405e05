import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

type Props = { target: HTMLElement; onGone(): void };

/** The tooltip at an element; follows its text and goes when the element does. */
export function HintTooltip({ target, onGone }: Props) {
  const [text, setText] = useState(target.dataset['hint']);
  useEffect(() => {
    const read = () => (target.isConnected ? setText(target.dataset['hint']) : onGone());
    read();
    const observer = new MutationObserver(read);
    observer.observe(target, { attributeFilter: ['data-hint'] });
    // The row or button can be taken away while it is pointed at.
    const timer = setInterval(read, 1000);
    return () => {
      observer.disconnect();
      clearInterval(timer);
    };
  }, [target, onGone]);
  return <Tooltip key={text} opened={text !== undefined} target={target} label={text} withArrow multiline maw={360} />;
}
