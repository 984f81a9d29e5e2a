import '#renderer/lib/no-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#renderer/app/global.css';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '#renderer/app/error-boundary.tsx';
import { Providers } from '#renderer/app/providers.tsx';
import { router } from '#renderer/app/router.tsx';
import { SessionGate } from '#renderer/features/session/session-gate.tsx';
import { startI18n } from '#renderer/i18n/i18n.ts';
import { pressEnterOnce } from '#renderer/lib/hold-enter.ts';
import { followEvents } from '#renderer/transport/events.ts';
import { createQueryClient } from '#renderer/transport/query-client.ts';

async function start(root: HTMLElement): Promise<void> {
  await startI18n();
  pressEnterOnce(document);
  const queries = createQueryClient();
  followEvents(queries);
  createRoot(root).render(
    <Providers queries={queries}>
      <ErrorBoundary>
        <SessionGate onSignIn={() => void router.navigate({ to: '/', replace: true })}>
          <RouterProvider router={router} />
        </SessionGate>
      </ErrorBoundary>
    </Providers>,
  );
}

const root = document.getElementById('root');
if (root !== null) void start(root);
