/**
 * `npm test`: sets up what is missing, then every test (with names: only those of vitest). Closes with `N passed, N failed, N skipped`.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import {
  ensureBuilt,
  ensureDependencies,
  ensureNode,
  root,
  runToEnd,
  say,
  toolEnvironment,
} from './setup.mjs';

ensureDependencies();
const node = ensureNode();
ensureBuilt(node);
const reports = mkdtempSync(join(tmpdir(), 'siar-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  add(await runVitest());
  if (process.argv.length === 2 && hasEndToEnd()) add(await runPlaywright());
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (!existsSync('/usr/sbin/bearerbox')) {
  say('tests/interop was skipped: Debian’s packages kannel and kannel-extras are not installed.');
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

async function runVitest() {
  const report = join(reports, 'vitest.json');
  const code = await runToEnd(
    node,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { env: toolEnvironment({ CI: '1', SIAR_TEST_CLI: join('out', 'main', 'siar.js') }) },
  );
  const found = readReport(report);
  if (!found) return { passed: 0, failed: 1, skipped: 0 };
  // A file that did not even load has no failed test of its own.
  const broken = found.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = found.numFailedTests + broken;
  return {
    passed: found.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

async function runPlaywright() {
  const browser = ensureBrowser(node);
  if (browser === null) return { passed: 0, failed: 0, skipped: countSpecs() };
  const report = join(reports, 'playwright.json');
  const code = await runToEnd(
    node,
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    {
      env: toolEnvironment({
        CI: '1',
        SIAR_CHROMIUM: browser,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      }),
    },
  );
  const found = readReport(report);
  if (!found) {
    say('Playwright ended without a report.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { expected, flaky, unexpected, skipped } = found.stats;
  if (flaky > 0) sayUnsteady(found);
  const failed = unexpected + (code !== 0 && unexpected === 0 ? 1 : 0);
  return { passed: expected + flaky, failed, skipped };
}

/** Names each test that passed only when it was tried again: it, or what it tests, has a race to mend. */
function sayUnsteady({ suites }) {
  for (const suite of suites) {
    for (const spec of suite.specs ?? []) {
      if (spec.tests.some((test) => test.status === 'flaky')) {
        say(
          `UNSTEADY: ${suite.file}:${spec.line} "${spec.title}" failed, and passed when tried again.`,
        );
      }
    }
    sayUnsteady({ suites: suite.suites ?? [] });
  }
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

function hasEndToEnd() {
  const config = [
    'playwright.config.ts',
    'tests/playwright.config.ts',
    'tests/e2e/playwright.config.ts',
  ];
  return config.some((path) => existsSync(join(root, path))) && countSpecs() > 0;
}

function countSpecs() {
  const folder = join(root, 'tests', 'e2e');
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true }).filter((name) =>
    String(name).endsWith('.spec.ts'),
  ).length;
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
