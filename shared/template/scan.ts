import { say } from '#shared/said/say.ts';
/** A stretch of a template source: plain text, an output `{{ … }}` or a tag `{% … %}`. */
export type Piece =
  | { kind: 'text'; at: number; text: string }
  | { kind: 'output'; at: number; inner: string; trimLeft: boolean; trimRight: boolean }
  | {
      kind: 'tag';
      at: number;
      name: string;
      args: string;
      trimLeft: boolean;
      trimRight: boolean;
    };

/** What is wrong with a template, and where (offset into the source, in UTF-16 units). */
export class TemplateError extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Skips a quoted string that begins at `i`; -1 when it never ends. Backslash escapes, as in Liquid. */
function skipQuoted(source: string, i: number): number {
  const quote = source[i];
  for (let at = i + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === quote) return at + 1;
  }
  return -1;
}

function findOutputEnd(source: string, from: number): number {
  for (let i = from; i < source.length;) {
    const char = source[i];
    if (char === '"' || char === "'") {
      i = skipQuoted(source, i);
      if (i === -1) return -1;
    } else if (char === '}' && source[i + 1] === '}') return i;
    else i++;
  }
  return -1;
}

function nextOpening(source: string, from: number): number {
  for (let i = source.indexOf('{', from); i !== -1; i = source.indexOf('{', i + 1)) {
    if (source[i + 1] === '{' || source[i + 1] === '%') return i;
  }
  return -1;
}

function trimmed(inner: string): { body: string; trimLeft: boolean; trimRight: boolean } {
  const trimLeft = inner.startsWith('-');
  const rest = trimLeft ? inner.slice(1) : inner;
  const trimRight = rest.endsWith('-');
  return { body: trimRight ? rest.slice(0, -1) : rest, trimLeft, trimRight };
}

/** End of a `raw` or `comment` block whose body must not be read as template code. */
function findBlockEnd(source: string, from: number, name: string): number {
  const closing = new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`, 'g');
  closing.lastIndex = from;
  return closing.exec(source)?.index ?? -1;
}

/** Cuts a template source into pieces. Throws `TemplateError` for what is opened and never closed. */
export function scanTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const addText = (to: number): void => {
    if (to > at) pieces.push({ kind: 'text', at, text: source.slice(at, to) });
  };
  for (;;) {
    const open = nextOpening(source, at);
    if (open === -1) {
      addText(source.length);
      return pieces;
    }
    addText(open);
    at = open;
    const isOutput = source[open + 1] === '{';
    const end = isOutput ? findOutputEnd(source, open + 2) : source.indexOf('%}', open + 2);
    if (end === -1) {
      const [left, right] = isOutput ? ['{{', '}}'] : ['{%', '%}'];
      throw new TemplateError(open, say('never-closed', { said: left, example: right }));
    }
    const { body, trimLeft, trimRight } = trimmed(source.slice(open + 2, end));
    at = end + 2;
    if (isOutput) {
      pieces.push({ kind: 'output', at: open, inner: body, trimLeft, trimRight });
      continue;
    }
    const match = /^\s*(#|[\p{L}\p{N}_]*)\s*([\s\S]*)$/u.exec(body);
    const name = match?.[1] ?? '';
    pieces.push({ kind: 'tag', at: open, name, args: match?.[2] ?? '', trimLeft, trimRight });
    if (name === 'raw' || name === 'comment') {
      const close = findBlockEnd(source, at, name);
      if (close === -1)
        throw new TemplateError(
          open,
          say('tag-never-closed', { said: name, example: `{% end${name} %}` }),
        );
      addText(close);
      at = close;
    }
  }
}
