import { InvalidArgumentError } from 'commander';
import { parseCap, type GatewayCap } from '#shared/gateways/cap.ts';

/** Parses a whole number within bounds. */
export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** Parses a positive number, such as a rate per second. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return value;
}

/** Parses credits per part; “default” means that no figure is known. */
export function rateOrDefault(text: string): number | null {
  if (text.trim().toLowerCase() === 'default') return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be credits per part, such as 1 or 2.7, or “default”.');
  }
  return value;
}

/** Parses whole credits; “none” means no alert. */
export function levelOrNone(text: string): number | null {
  if (text.trim().toLowerCase() === 'none') return null;
  if (!/^\d{1,9}$/.test(text.trim())) {
    throw new InvalidArgumentError('It must be whole credits such as 500, or “none”.');
  }
  return Number(text);
}

/** Collects a repeatable option. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Parses a repeatable cap such as `500/hour`. */
export function cap(value: string, before: readonly GatewayCap[] | undefined): GatewayCap[] {
  const parsed = parseCap(value);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.message);
  return [...(before ?? []), parsed.cap];
}
