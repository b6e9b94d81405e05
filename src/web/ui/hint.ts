/**
 * Properties that give an element a tooltip, shown on hover and keyboard focus and read aloud as its description. The element
 * must be reachable by Tab, by itself or with `tabIndex={0}`. Nothing for an empty text.
 */
export const hint = (text: string | null | undefined) => (text ? { 'data-hint': text, 'aria-description': text } : {});

/** The same where the text is already the element's name. */
export const nameHint = (text: string) => ({ 'data-hint': text, 'aria-label': text });
