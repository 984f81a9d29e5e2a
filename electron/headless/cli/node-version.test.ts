import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assertNode } from '#headless/cli/node-version.ts';

it.each(['22.19.0', '22.20.1', '24.0.0', '26.1.0'])('runs on Node %s', (version) => {
  expect(() => assertNode(version)).not.toThrow();
});

it.each(['18.20.0', '20.20.2', '22.18.0'])('says what to do on Node %s', (version) => {
  expect(() => assertNode(version)).toThrow(
    expect.objectContaining({ code: 'node-too-old', message: expect.stringContaining(version) }),
  );
});

it('asks for what package.json asks for', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe('>=22.19');
});
