import { invalid } from '#shared/contract/errors.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { readTextFile } from '#headless/cli/read-input.ts';

/** The text that `--text` or `--text-file` names, exactly as it is. Throws `no-text` for none or both. */
export async function chosenText(
  cli: Cli,
  options: { text?: string; textFile?: string },
): Promise<string> {
  if (options.text !== undefined && options.textFile === undefined) return options.text;
  if (options.textFile === undefined || options.text !== undefined) {
    throw invalid(
      'no-text',
      'Give the text once: --text TEXT or --text-file FILE. Nothing was changed.',
    );
  }
  const text = await readTextFile(options.textFile);
  if (text.endsWith('\n')) {
    cli.output.note(
      `The file ${options.textFile} ends with a line break. It is part of the text and is sent with it.`,
    );
  }
  return text;
}
