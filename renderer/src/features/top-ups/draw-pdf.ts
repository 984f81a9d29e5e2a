/** Pixels of the drawn page for each point of the paper. */
const SCALE = 1.5;

/**
 * Draws the first page of a PDF. Nothing in the file is run: no scripts, no links, no forms. Rejects
 * where it cannot be read; does nothing more once `isGone`.
 */
export async function drawFirstPage(
  content: Blob,
  canvas: HTMLCanvasElement,
  isGone: () => boolean,
): Promise<void> {
  // A megabyte of program that only a PDF slip needs.
  const { getDocumentProxy } = await import('unpdf');
  const bytes = new Uint8Array(await content.arrayBuffer());
  const document = await getDocumentProxy(bytes);
  try {
    const page = await document.getPage(1);
    const viewport = page.getViewport({ scale: SCALE });
    if (isGone()) return;
    canvas.width = Math.ceil(viewport.width);
    canvas.height = Math.ceil(viewport.height);
    await page.render({ canvas, viewport }).promise;
  } finally {
    await document.loadingTask.destroy();
  }
}
