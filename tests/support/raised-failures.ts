import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A place in the sources where a SiarError is made. */
export type RaisedFailure = {
  file: string;
  line: number;
  /** The codes it may have; null: what it is cannot be read off the sources. */
  codes: readonly string[] | null;
  /** Its sentence is one of SENTENCES: the screen finds its words by itself. */
  said: boolean;
  /** What stands in the details, by name. */
  details: readonly string[];
  /** The value of `case` in the details, where it is written there. */
  cases: readonly string[];
  /** More may stand there than can be read off the sources. */
  open: boolean;
};

const MAKERS: ReadonlySet<string> = new Set(['invalid', 'refused', 'failed', 'SiarError']);

type Node = { type: string; start: number } & Record<string, unknown>;

/** Every place below these folders where the core, or a host, makes a SiarError. */
export function findRaisedFailures(patterns: readonly string[]): RaisedFailure[] {
  const files = globSync([...patterns], { exclude: (name) => name.endsWith('.test.ts') });
  return files.toSorted().flatMap(findInFile);
}

function findInFile(file: string): RaisedFailure[] {
  const source = readFileSync(file, 'utf8');
  if (!source.includes('contract/errors.ts')) return [];
  const { program } = parseSync(file, source);
  const made: RaisedFailure[] = [];
  const makers = new Map<string, string>();
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration' && textOf(node['source'])?.endsWith('/errors.ts')) {
      for (const one of nodesOf(node['specifiers'])) {
        const imported = nameOf(one['imported']);
        if (imported !== undefined && MAKERS.has(imported)) {
          makers.set(nameOf(one['local']) ?? imported, imported);
        }
      }
    }
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const maker = makers.get(nameOf(node['callee']) ?? '');
    if (maker === undefined) return;
    const given = nodesOf(node['arguments']).slice(maker === 'SiarError' ? 1 : 0);
    made.push({
      file,
      line: source.slice(0, node.start).split('\n').length,
      codes: codesOf(given[0]),
      said: isSaid(given[1]),
      ...detailsOf(given[2]),
    });
  });
  return made;
}

function codesOf(node: Node | undefined): string[] | null {
  if (node?.type === 'ConditionalExpression') {
    const [first, second] = [node['consequent'], node['alternate']].map((one) => textOf(one));
    return first === undefined || second === undefined ? null : [first, second];
  }
  const code = textOf(node);
  return code === undefined ? null : [code];
}

function detailsOf(node: Node | undefined): Pick<RaisedFailure, 'details' | 'cases' | 'open'> {
  if (node === undefined) return { details: [], cases: [], open: false };
  if (node.type !== 'ObjectExpression') return { details: [], cases: [], open: true };
  const properties = nodesOf(node['properties']);
  const own = properties.filter(({ type }) => type === 'Property');
  const details = own.flatMap((one) => nameOf(one['key']) ?? textOf(one['key']) ?? []);
  const cases = own
    .filter((one) => nameOf(one['key']) === 'case')
    .flatMap((one) => codesOf(nodesOf([one['value']])[0]) ?? []);
  return { details, cases, open: own.length < properties.length };
}

function isSaid(node: Node | undefined): boolean {
  return node?.type === 'CallExpression' && nameOf(node['callee']) === 'say';
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const inner of Object.values(value)) walk(inner, visit);
  }
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value['name']) : undefined;
}

function textOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string'
    ? value['value']
    : undefined;
}
