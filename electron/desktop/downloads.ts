import { extname } from 'node:path';
import type { Session } from 'electron';
import { isAppUrl } from '#desktop/app-origin.ts';

const FILTER_NAMES: Readonly<Record<string, string>> = {
  '.csv': 'CSV',
  '.xlsx': 'Excel',
  '.db': 'Siar',
};

/** Every download of the window asks where to save it; nothing else may be downloaded. */
export function askWhereToSave(session: Session): void {
  session.on('will-download', (event, item) => {
    if (!isAppUrl(item.getURL())) {
      event.preventDefault();
      return;
    }
    const name = item.getFilename();
    const extension = extname(name).toLowerCase();
    item.setSaveDialogOptions({
      defaultPath: name,
      filters:
        extension in FILTER_NAMES
          ? [{ name: FILTER_NAMES[extension] ?? '', extensions: [extension.slice(1)] }]
          : [],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
  });
}
