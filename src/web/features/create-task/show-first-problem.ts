/** Leads to the first thing that is wrong: a person who went on and was stopped may have it far out of sight. */
export function showFirstProblem(form: HTMLElement): void {
  const first = form.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
  if (first === null) return;
  first.scrollIntoView({ block: 'nearest' });
  // What is only said somewhere, such as a missing choice, has nothing to type into.
  if (first.getAttribute('aria-invalid') === 'true') first.focus({ preventScroll: true });
}
