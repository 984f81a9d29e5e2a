/**
 * Puts the focus on the page where it is nowhere, so that the next Tab is in the page and not at the
 * top of the window: what had it was taken away, as a button is whose work is done.
 */
export function focusPage(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.getElementById('main')?.focus({ preventScroll: true });
}
