import { describe, expect, it } from 'vitest';
import {
  fieldOf,
  firstValues,
  isPlainHttp,
  toInput,
} from '#renderer/features/gateways/form-values.ts';

describe('the gateway form', () => {
  it('sends no secrets when none were typed, so that the stored ones stay', () => {
    expect(toInput({ ...firstValues('esms'), name: 'Shop' }).secrets).toBeUndefined();
  });

  it('sends only the secret that was typed, exactly as typed', () => {
    const input = toInput({
      ...firstValues('esms'),
      name: 'Shop',
      secrets: { apiKey: '', apiSecret: ' s3 ' },
    });
    expect(input.secrets).toEqual({ apiSecret: ' s3 ' });
  });

  it('sends an emptied address as null and not as an empty text', () => {
    const input = toInput({ ...firstValues('practice'), name: 'P', dlrListen: '  ' });
    expect(input).toMatchObject({ url: null, dlrListen: null, dlrUrl: null });
  });

  it('warns of plain http only where it leaves this computer', () => {
    expect(isPlainHttp('http://10.0.0.4:8080')).toBe(true);
    expect(isPlainHttp('http://127.0.0.1:8080')).toBe(false);
    expect(isPlainHttp('http://[::1]:8080')).toBe(false);
    expect(isPlainHttp('https://api.example.com')).toBe(false);
    expect(isPlainHttp('nonsense')).toBe(false);
  });

  it('puts a refusal at its field and leaves the others to a notification', () => {
    expect(fieldOf('name-taken')).toBe('name');
    expect(fieldOf('toString')).toBeUndefined();
  });
});
