import { startCoreProcess } from '#desktop/core-entry.ts';

startCoreProcess(process.parentPort);
