import type { Language } from '#desktop/words.ts';
import msAnswers from '#shared/said/ms/answers.json';
import msSaid from '#shared/said/ms/said.json';
import { tell, type SaidWords } from '#shared/said/tell.ts';
import zhAnswers from '#shared/said/zh/answers.json';
import zhSaid from '#shared/said/zh/said.json';

const WORDS: Readonly<Record<Exclude<Language, 'en'>, SaidWords>> = {
  ms: { said: msSaid, answers: msAnswers },
  zh: { said: zhSaid, answers: zhAnswers },
};

/**
 * What the core said, in the language of the desktop; English is the core's own. Null where it has no
 * words in that language: they are a gateway's or a person's, and may be read in Siar.
 */
export function tellIn(language: Language, message: string): string | null {
  if (language === 'en' || message === '') return message;
  return tell(message, WORDS[language], language);
}
