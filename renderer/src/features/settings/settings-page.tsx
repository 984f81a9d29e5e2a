import { PageSkeleton } from '#renderer/components/page-skeleton.tsx';

/** Not built yet. */
export function SettingsPage() {
  return <PageSkeleton />;
}
