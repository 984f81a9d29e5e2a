import { createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { SiarClient } from '#shared/contract/contract.ts';
import { openConnection } from '#renderer/transport/connection.ts';

/** The core, typed by the contract. Every call rejects with an error that `toFailure` understands. */
export const client: SiarClient = createORPCClient<SiarClient>(openConnection());

/** The same for TanStack Query: `orpc.contacts.page.queryOptions({ input })`, `.mutationOptions()`, `.key()`. */
export const orpc = createTanstackQueryUtils(client);

export { downloadUrl, startDownload, uploadFile } from '#renderer/transport/files.ts';
