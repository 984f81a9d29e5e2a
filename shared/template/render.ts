import { Liquid, type Template } from 'liquidjs';
import { readField, type FieldValues, type RenderResult } from '#shared/template/compile.ts';
import { liquidName } from '#shared/template/liquid-source.ts';
import { say } from '#shared/said/say.ts';

/** Fields found blank during the render under way; rendering is synchronous, so one is enough. */
let missing = new Set<string>();

function isEmptyText(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  );
}

/**
 * The one engine: bounded in source, time and memory, and without any way to reach a file.
 * `jsTruthy` makes `{% if name %}` false for a blank column, which is what people mean by it.
 */
function createEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    jsTruthy: true,
    parseLimit: 200_000,
    renderLimit: 500,
    memoryLimit: 1_000_000,
    templates: {},
    dynamicPartials: false,
  });
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
  engine.registerFilter('siar_need', (value: unknown, ...pairs: unknown[]) => {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      if (isEmptyText(pairs[i + 1])) missing.add(String(pairs[i]));
    }
    return value;
  });
  engine.registerFilter('siar_filled', (value: unknown, key: unknown) => {
    if (isEmptyText(value)) missing.add(String(key));
    return value;
  });
  return engine;
}

let engine: Liquid | undefined;

/** Parses source already rewritten for liquidjs. Throws liquidjs's own error. */
export function parseLiquid(source: string): Template[] {
  engine ??= createEngine();
  return engine.parse(source);
}

/**
 * A closure that renders a parsed liquidjs template over the fields it reads. The limit of time is one of the
 * clock: a computer that was busy or asleep meanwhile gets a second try before the template is called too heavy.
 */
export function compileLiquid(
  templates: Template[],
  fields: readonly string[],
): (values: FieldValues) => RenderResult {
  let isHeavy = false;
  const render = (scope: Record<string, string>): RenderResult => {
    engine ??= createEngine();
    missing = new Set();
    const text: unknown = engine.renderSync(templates, scope);
    return missing.size > 0
      ? { ok: false, missing: [...missing] }
      : { ok: true, text: String(text) };
  };
  return (values) => {
    const scope: Record<string, string> = {};
    for (const key of fields) scope[liquidName(key)] = readField(values, key);
    for (let tries = isHeavy ? 1 : 2; tries > 0; tries -= 1) {
      try {
        return render(scope);
      } catch {
        // Whatever it is, it is told below.
      }
    }
    isHeavy = true;
    return { ok: false, missing: [], message: say('template-too-heavy') };
  };
}
