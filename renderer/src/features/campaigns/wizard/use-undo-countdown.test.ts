// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  UNDO_SECONDS,
  useUndoCountdown,
} from '#renderer/features/campaigns/wizard/use-undo-countdown.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function pass(seconds: number) {
  act(() => void vi.advanceTimersByTime(seconds * 1000));
}

describe('the countdown after Send', () => {
  it('fires once, after the whole time, however often it is begun', () => {
    const fire = vi.fn();
    const { result } = renderHook(() => useUndoCountdown(fire));
    for (let press = 0; press < 30; press++) act(() => result.current.begin());
    pass(UNDO_SECONDS - 0.5);
    for (let press = 0; press < 30; press++) act(() => result.current.begin());
    expect(fire).not.toHaveBeenCalled();
    expect(result.current.left).toBe(1);
    pass(1);
    expect(fire).toHaveBeenCalledTimes(1);
    pass(20);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does nothing after undo, and can be begun again', () => {
    const fire = vi.fn();
    const { result } = renderHook(() => useUndoCountdown(fire));
    act(() => result.current.begin());
    pass(4);
    act(() => result.current.undo());
    expect(result.current.left).toBeNull();
    pass(20);
    expect(fire).not.toHaveBeenCalled();
    act(() => result.current.begin());
    pass(UNDO_SECONDS + 0.1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does not take the second click of a double click for undo', () => {
    const fire = vi.fn();
    const { result } = renderHook(() => useUndoCountdown(fire));
    act(() => result.current.begin());
    pass(0.2);
    act(() => result.current.undo());
    expect(result.current.left).not.toBeNull();
    pass(UNDO_SECONDS);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('is taken back when the page is left', () => {
    const fire = vi.fn();
    const { result, unmount } = renderHook(() => useUndoCountdown(fire));
    act(() => result.current.begin());
    unmount();
    pass(20);
    expect(fire).not.toHaveBeenCalled();
  });
});
