/** The value at a dotted path (`pricePrefix.text`), or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

/** A copy with one value changed; what is not there on the way is made an object. */
export function withValueAt(root: unknown, path: string, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  const copy: Record<string, unknown> =
    typeof root === 'object' && root !== null && !Array.isArray(root) ? { ...root } : {};
  copy[key] = rest.length === 0 ? value : withValueAt(copy[key], rest.join('.'), value);
  return copy;
}
