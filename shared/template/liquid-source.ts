import { canonicalFieldKey } from '#shared/template/field-key.ts';
import {
  assertFilter,
  parseExpression,
  type Expression,
  type Operand,
} from '#shared/template/expression.ts';
import { TemplateError, type Piece } from '#shared/template/scan.ts';
import { say } from '#shared/said/say.ts';

/** The tags a template may use: no files, no layouts, nothing that reads other templates. */
const ALLOWED_TAGS = new Set([
  'if',
  'elsif',
  'else',
  'endif',
  'unless',
  'endunless',
  'case',
  'when',
  'endcase',
  'for',
  'endfor',
  'break',
  'continue',
  'assign',
  'capture',
  'endcapture',
  'comment',
  'endcomment',
  'raw',
  'endraw',
  'echo',
  '#',
]);
const WORDS =
  /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_-]|\.(?=\p{L}))*|[\s\S]/gu;
const KEYWORDS = new Set([
  'and',
  'or',
  'not',
  'contains',
  'in',
  'true',
  'false',
  'nil',
  'null',
  'empty',
  'blank',
  'reversed',
  'limit',
  'offset',
  'continue',
]);

/** How a field is spelled in the source handed to liquidjs: never a keyword, never a number. */
export function liquidName(key: string): string {
  return `f_${key}`;
}

/** What a template reads: per field, whether some output of it must not be blank. */
export type FieldUse = Map<string, { required: boolean }>;

/** A piece of rewritten source and where it came from. */
export type SourceMapEntry = { out: number; at: number };

/** Names a template sets itself; they are not fields. */
export function localNames(pieces: readonly Piece[]): Set<string> {
  const locals = new Set<string>(['forloop']);
  for (const piece of pieces) {
    if (piece.kind !== 'tag' || !['assign', 'capture', 'for'].includes(piece.name)) continue;
    const name = /^["']?([\p{L}\p{N}\p{M}_-]+)/u.exec(piece.args)?.[1];
    if (name !== undefined) locals.add(canonicalFieldKey(name));
  }
  return locals;
}

/** Notes a field as read; `required` sticks once any output needs it. */
function note(uses: FieldUse, key: string, required: boolean): void {
  uses.set(key, { required: required || (uses.get(key)?.required ?? false) });
}

/** Rewrites one template for liquidjs and collects the fields it reads. */
export class LiquidSource {
  readonly uses: FieldUse = new Map();
  readonly map: SourceMapEntry[] = [];
  private readonly locals: Set<string>;
  private out = '';

  constructor(locals: Set<string>) {
    this.locals = locals;
  }

  /** The rewritten source. */
  get text(): string {
    return this.out;
  }

  /** Adds a piece; outputs come with their parsed expression. */
  add(piece: Piece, expression: Expression | undefined): void {
    this.map.push({ out: this.out.length, at: piece.at });
    if (piece.kind === 'text') {
      this.out += piece.text;
      return;
    }
    const left = piece.trimLeft ? '-' : '';
    const right = piece.trimRight ? '-' : '';
    if (piece.kind === 'output') {
      const inner = expression ? this.expression(expression) : '';
      this.out += `{{${left} ${inner} ${right}}}`;
      return;
    }
    this.out += `{%${left} ${piece.name} ${this.tagArgs(piece)} ${right}%}`;
  }

  private tagArgs(piece: Extract<Piece, { kind: 'tag' }>): string {
    if (!ALLOWED_TAGS.has(piece.name)) {
      throw new TemplateError(piece.at, say('tag-not-allowed', { said: `{% ${piece.name} %}` }));
    }
    if (piece.name === '#' || piece.name === 'comment' || piece.name === 'raw') return '';
    if (piece.name === 'echo') return this.expression(parseExpression(piece.args, piece.at));
    const assignment =
      piece.name === 'assign' ? /^([\p{L}\p{N}\p{M}_-]+)\s*=([\s\S]*)$/u.exec(piece.args) : null;
    if (assignment) {
      const value = parseExpression(assignment[2] ?? '', piece.at);
      return `${this.name(assignment[1] ?? '', false)} = ${this.expression(value)}`;
    }
    return this.words(piece.args, piece.at);
  }

  /** Conditions and loops: every word that is a name is brought to its one spelling. */
  private words(args: string, at: number): string {
    let previous = '';
    return (args.match(WORDS) ?? [])
      .map((word) => {
        const before = previous;
        if (word.trim() !== '') previous = word;
        if (!/^[\p{L}\p{M}_]|^\p{N}+[\p{L}_]/u.test(word)) return word;
        if (before === '|') {
          assertFilter(word, at);
          return word;
        }
        return KEYWORDS.has(word) ? word : this.name(word, false);
      })
      .join('');
  }

  private name(word: string, required: boolean): string {
    const [root = '', ...path] = word.split('.');
    const local = canonicalFieldKey(root);
    if (root === 'forloop') return word;
    if (this.locals.has(local)) return [liquidName(local), ...path].join('.');
    const key = canonicalFieldKey(word);
    note(this.uses, key, required);
    return liquidName(key);
  }

  private operand(operand: Operand, required: boolean): string {
    return operand.kind === 'field' ? this.name(operand.raw, required) : operand.raw;
  }

  private isOwnField(operand: Operand): boolean {
    if (operand.kind !== 'field') return false;
    const root = operand.raw.split('.')[0] ?? '';
    return !this.locals.has(canonicalFieldKey(root));
  }

  /**
   * An output with its checks: `siar_need` stands before the filters and reports blank fields;
   * after a `default` that is itself a field, `siar_filled` reports when both were blank.
   */
  private expression({ head, filters }: Expression): string {
    const hasDefault = filters.some((call) => call.name === 'default');
    const needed: string[] = [];
    let fallback: string | undefined;
    const headText = this.operand(head, !hasDefault);
    if (this.isOwnField(head) && !hasDefault) needed.push(quoteKey(head), headText);
    const calls = filters.map((call) => {
      const isFallback = call.name === 'default';
      const args = call.args.map((arg) => {
        const text = this.operand(arg, !isFallback);
        if (this.isOwnField(arg)) {
          if (isFallback) fallback = quoteKey(head.kind === 'field' ? head : arg);
          else needed.push(quoteKey(arg), text);
        }
        return text;
      });
      return args.length === 0 ? call.name : `${call.name}: ${args.join(', ')}`;
    });
    const checks = needed.length === 0 ? [] : [`siar_need: ${needed.join(', ')}`];
    const last = fallback === undefined ? [] : [`siar_filled: ${fallback}`];
    return [headText, ...checks, ...calls, ...last].join(' | ');
  }
}

function quoteKey(operand: Operand): string {
  // Canonical keys hold letters, digits, marks and underscores only: nothing to escape.
  return `"${operand.kind === 'field' ? operand.key : ''}"`;
}
