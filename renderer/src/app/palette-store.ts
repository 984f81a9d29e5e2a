import { createSpotlight } from '@mantine/spotlight';

/** The palette's own store and its switch, apart from the palette itself, which loads later. */
export const [paletteStore, palette] = createSpotlight();

/** Opens the palette (Ctrl/Cmd-K does the same). */
export function openPalette(): void {
  palette.open();
}
