/**
 * A JSON object of numbered values, for json_each: `{"7":"a","9":null}`. Built here because an object with
 * such keys costs three times as much to fill, to sort and to write (tests/bench). Keys stay in order.
 */
export function keyedJson(
  pairs: readonly (readonly [key: number, value: string | number | null])[],
): string {
  return `{${pairs.map(([key, value]) => `"${key}":${JSON.stringify(value)}`).join(',')}}`;
}
