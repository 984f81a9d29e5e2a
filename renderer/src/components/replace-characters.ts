/** One character and what is to stand in its place (empty: leave it out). */
export type Replacement = { char: string; suggestion: string };

/** The text with every occurrence of the given characters replaced; nothing else changes. */
export function replaceAllIn(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce(
    (result, { char, suggestion }) => result.replaceAll(char, () => suggestion),
    text,
  );
}
