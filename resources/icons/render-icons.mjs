/**
 * Draws the committed icon files from icon.svg and tray.svg: run it after one of them changed.
 * `node resources/icons/render-icons.mjs` needs Playwright's Chromium, or one named by CHROMIUM.
 * .ico and .icns are containers of PNGs, written here so that packaging needs no conversion tool.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const folder = import.meta.dirname;
const system = '/usr/bin/chromium';
const executablePath = process.env.CHROMIUM ?? (existsSync(system) ? system : undefined);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function draw(file, size, style = '') {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(folder, file), 'utf8');
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px;${style}}</style>${svg}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

/** Windows: a directory of images (ICONDIR), each a whole PNG; 0 stands for 256. */
function toIco(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** macOS: `icns`, total length, then chunks of type, length and PNG. */
function toIcns(images) {
  const chunks = images.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'ascii');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'ascii');
  head.writeUInt32BE(8 + chunks.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...chunks]);
}

const drawn = new Map();
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
  drawn.set(size, await draw('icon.svg', size));
}
const write = (name, content) => writeFileSync(join(folder, name), content);
write('icon.png', drawn.get(1024));
write(
  'icon.ico',
  toIco([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: drawn.get(size) }))),
);
const icnsTypes = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic08: 256,
  ic13: 256,
  ic09: 512,
  ic14: 512,
  ic10: 1024,
};
write(
  'icon.icns',
  toIcns(Object.entries(icnsTypes).map(([type, size]) => ({ type, png: drawn.get(size) }))),
);

const coloured = 'color:#1f8588';
write('tray.png', await draw('tray.svg', 32, coloured));
write('tray@2x.png', await draw('tray.svg', 64, coloured));
// macOS draws template images in the colour of its menu bar: only the shape counts.
const template = 'color:#000';
write('trayTemplate.png', await draw('tray.svg', 16, template));
write('trayTemplate@2x.png', await draw('tray.svg', 32, template));
await browser.close();
