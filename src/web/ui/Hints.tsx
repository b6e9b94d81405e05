import { useEffect, useState } from 'react';
import type { HintTooltip } from './HintTooltip.tsx';

// How long the pointer rests on something before its hint is shown.
const restMs = 250;
// What is open already explains itself.
const hinted = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-hint]:not([aria-expanded=true])') : null;

/**
 * One tooltip for the whole page: it goes where a `hint` is. Lists of hundreds of hinted cells cost nothing until one of them
 * is pointed at.
 */
export function Hints() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [Tooltip, setTooltip] = useState<typeof HintTooltip | null>(null);
  // Without a network there is no hint until the next try; no page is lost over it.
  useEffect(() => {
    if (target === null || Tooltip !== null) return;
    import('./HintTooltip.tsx').then(
      (module) => setTooltip(() => module.HintTooltip),
      () => undefined,
    );
  }, [target, Tooltip]);
  useEffect(() => {
    let timer = 0;
    const show = (element: HTMLElement | null, afterMs: number) => {
      clearTimeout(timer);
      if (element === null) setTarget(null);
      else timer = Number(setTimeout(() => setTarget(element), afterMs));
    };
    const onOver = (event: PointerEvent) => show(hinted(event.target), restMs);
    const onFocus = (event: FocusEvent) => {
      const element = hinted(event.target);
      if (element?.matches(':focus-visible')) show(element, 0);
    };
    const onBlur = (event: FocusEvent) => hinted(event.target) && show(null, 0);
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && show(null, 0);
    const hide = () => show(null, 0);
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('scroll', hide, { capture: true });
    };
  }, []);
  return target && Tooltip && <Tooltip target={target} onGone={() => setTarget(null)} />;
}
