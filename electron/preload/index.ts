import { contextBridge, ipcRenderer } from 'electron';

/**
 * Runs in the sandbox before the page. It tells the page where it is and passes on the port to the
 * core that main hands over; nothing else of Electron reaches the page.
 */
const ORIGIN = 'app://siar';

contextBridge.exposeInMainWorld('siar', { host: 'desktop', platform: process.platform });

ipcRenderer.on('siar:port', (event) => {
  // A port cannot cross the bridge; a message to our own origin carries it into the page.
  window.postMessage({ type: 'siar:port' }, ORIGIN, event.ports);
});
