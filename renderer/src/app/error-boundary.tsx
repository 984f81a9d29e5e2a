import { Component, type ReactNode } from 'react';
import { CrashScreen } from '#renderer/components/crash-screen.tsx';

/** Catches what a screen threw while drawing: the rest of Siar, and every sending, goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <CrashScreen error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
