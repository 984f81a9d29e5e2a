/**
 * A held Enter key presses once. Browsers repeat it, and a button that is under the focus a moment later
 * (Send, Resume) would be pressed by somebody who still holds the key from the step before.
 */
export function pressEnterOnce(target: EventTarget): void {
  target.addEventListener(
    'keydown',
    (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || !event.repeat) return;
      if (event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
    },
    { capture: true },
  );
}
