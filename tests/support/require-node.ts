/**
 * better-sqlite3 13 crashes Node 20 with a segmentation fault instead of an error
 * (its manifest asks for Node >= 22). Say it in words before the first test loads it.
 */
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22) {
  throw new Error(
    `Siar's tests need Node 22.19 or newer, and this is Node ${process.versions.node}. ` +
      'Run them with "npm test": it brings the right Node on Linux. Elsewhere install Node 24 from nodejs.org.',
  );
}
