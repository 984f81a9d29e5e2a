import { describe, expect, it } from 'vitest';
import { currentStep, doneSteps, wayOf } from '#renderer/features/home/guide/steps.ts';

const none = { gateways: 0, contacts: 0 };
const ready = { gateways: 1, contacts: 20 };
const words = (success: number) => ({ success, queue: 0, failure: 0 });

describe('the first-run guide', () => {
  it('begins with the gateway when there is nothing', () => {
    const done = doneSteps(none, []);
    expect([...done]).toEqual([]);
    expect(currentStep(done)).toBe('gateway');
  });

  it('asks for a message once there is somebody to send to', () => {
    expect(currentStep(doneSteps(ready, []))).toBe('message');
  });

  it('takes a draft as written but not as sent', () => {
    const done = doneSteps(ready, [{ state: 'draft', summary: words(0) }]);
    expect(currentStep(done)).toBe('send');
  });

  it('waits for a delivery, not only for the sending', () => {
    expect(currentStep(doneSteps(ready, [{ state: 'running', summary: words(0) }]))).toBe(
      'delivered',
    );
    expect(currentStep(doneSteps(ready, [{ state: 'finished', summary: words(3) }]))).toBeNull();
  });

  it('goes the way of practice until there are only gateways that reach phones', () => {
    const [practice, own] = [{ practice: true }, { practice: false }];
    expect(wayOf([])).toBe('practice');
    expect(wayOf([own, practice])).toBe('practice');
    expect(wayOf([own])).toBe('own');
  });

  it('shows a gap that was skipped', () => {
    const done = doneSteps({ gateways: 1, contacts: 0 }, [{ state: 'draft', summary: words(0) }]);
    expect(currentStep(done)).toBe('contacts');
  });
});
