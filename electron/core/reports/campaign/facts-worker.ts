import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { readFacts } from '#core/reports/campaign/facts-queries.ts';
import type { FactsRequest } from '#core/reports/campaign/facts.ts';

/**
 * Runs in a thread of its own, on a read-only connection: reading a million messages must not hold up
 * the process that sends.
 */
const { path, request }: { path: string; request: FactsRequest } = workerData;
const db = new Database(path, { readonly: true, fileMustExist: true });
try {
  parentPort?.postMessage(readFacts(db, request));
} finally {
  db.close();
}
