import { LiquidError } from 'liquidjs';
import { compilePlain, type FieldValues, type RenderResult } from '#shared/template/compile.ts';
import { parseExpression, type Expression } from '#shared/template/expression.ts';
import { LiquidSource, localNames } from '#shared/template/liquid-source.ts';
import { compileLiquid, parseLiquid } from '#shared/template/render.ts';
import { scanTemplate, TemplateError, type Piece } from '#shared/template/scan.ts';
import { say } from '#shared/said/say.ts';

/** A column a template reads. */
export type TemplateField = {
  /** Canonical key, see `canonicalFieldKey`. */
  name: string;
  /** A blank value is fine: every output of it has a default, or it is only asked about. */
  hasDefault: boolean;
};

/** A template ready to render. Rendering is pure; values are text and never template code. */
export type ParsedTemplate = {
  source: string;
  fields: TemplateField[];
  /** Makes one recipient's text, or names the fields that are blank and have no default. */
  render: (values: FieldValues) => RenderResult;
};

/** A parsed template, or what is wrong with it and where (line and column from 1). */
export type ParseResult =
  | { ok: true; template: ParsedTemplate }
  | { ok: false; message: string; line?: number; column?: number };

/** Templates are SMS texts: anything longer than this is a mistake. */
const MAX_SOURCE_LENGTH = 50_000;

function positionOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function parseOutputs(pieces: readonly Piece[]): Map<Piece, Expression> {
  const expressions = new Map<Piece, Expression>();
  for (const piece of pieces) {
    if (piece.kind === 'output') expressions.set(piece, parseExpression(piece.inner, piece.at));
  }
  return expressions;
}

/** How a tag is written, for whoever wrote it so that it cannot be read. */
const EXAMPLES: Readonly<Record<string, string>> = {
  if: '{% if name == "Ali" %}',
  elsif: '{% elsif name == "Ali" %}',
  unless: '{% unless name == "Ali" %}',
  case: '{% case name %}',
  when: '{% when "Ali" %}',
  for: '{% for number in (1..3) %}',
  assign: '{% assign greeting = "Hi" %}',
  capture: '{% capture greeting %}',
};

/** The tag that a part or an end of it belongs to. */
const OPENED_BY: Readonly<Record<string, string>> = { else: 'if', elsif: 'if', when: 'case' };

/** A mistake in a tag by its kind, as `say` makes it; undefined where liquidjs’s words are all there is. */
function tagMistake(words: string, source: string, piece: Piece | undefined): string | undefined {
  if (piece?.kind !== 'tag') return undefined;
  const { at, name } = piece;
  const end = source.indexOf('%}', at);
  const said = source.slice(at, end === -1 ? undefined : end + 2).replaceAll(/\s+/g, ' ');
  if (/^tag .* not closed$/s.test(words)) {
    return say('tag-never-closed', { said, example: `{% end${name} %}` });
  }
  if (/^tag ".*" not found$/.test(words)) {
    const opener = OPENED_BY[name] ?? name.replace(/^end/, '');
    const example = EXAMPLES[opener];
    return example === undefined ? undefined : say('tag-opens-nothing', { said, example });
  }
  if (/^(duplicated else|unexpected els\w+ after else)$/.test(words)) {
    return say('else-not-last', { example: `{% end${name} %}` });
  }
  const example = EXAMPLES[name];
  return example === undefined ? undefined : say('tag-unreadable', { said, example });
}

/** Turns an error of liquidjs about rewritten source into one about what the user wrote. */
function toTemplateError(
  error: unknown,
  rewritten: LiquidSource,
  source: string,
  pieces: readonly Piece[],
): TemplateError {
  if (!LiquidError.is(error)) return new TemplateError(0, say('template-unreadable'));
  const begin = error.token.begin;
  const at = rewritten.map.findLast((entry) => entry.out <= begin)?.at ?? 0;
  const words = error.message
    .replace(/, (?:file:[^,]*, )?line:\d+, col:\d+$/, '')
    .replace(/\bf_(?=[\p{L}\p{N}])/gu, '');
  const piece = pieces.findLast((one) => one.at <= at);
  const mistake = tagMistake(words, source, piece);
  return new TemplateError(at, mistake ?? say('template-unreadable-because', { said: words }));
}

function build(source: string): ParsedTemplate {
  const pieces = scanTemplate(source);
  const expressions = parseOutputs(pieces);
  const rewritten = new LiquidSource(localNames(pieces));
  for (const piece of pieces) rewritten.add(piece, expressions.get(piece));
  const fields = [...rewritten.uses].map(([name, { required }]) => ({
    name,
    hasDefault: !required,
  }));
  const plain = compilePlain(pieces, expressions);
  if (plain) return { source, fields, render: plain };
  try {
    const templates = parseLiquid(rewritten.text);
    const keys = fields.map((field) => field.name);
    return { source, fields, render: compileLiquid(templates, keys) };
  } catch (error) {
    throw toTemplateError(error, rewritten, source, pieces);
  }
}

/**
 * Reads a template: `{{ Nama Penuh }}`, `{{ name | default: "friend" }}`, and Liquid's if, unless,
 * case, for, assign and capture. Simple templates become closures; the rest is rendered by liquidjs
 * with limits on time and memory.
 */
export function parseTemplate(source: string): ParseResult {
  if (source.length > MAX_SOURCE_LENGTH) {
    return {
      ok: false,
      message: say('template-too-long', { length: source.length, most: MAX_SOURCE_LENGTH }),
    };
  }
  try {
    return { ok: true, template: build(source) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ok: false, message: error.message, ...positionOf(source, error.at) };
  }
}
