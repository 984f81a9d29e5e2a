import { Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Issues } from '#renderer/features/campaigns/wizard/draft.ts';
import { inWords } from '#renderer/lib/core-words.ts';

/** What is still missing at one field, said under it; nothing when all is well. */
export function IssueText({ issue }: { issue: Issues[keyof Issues] }) {
  const sentence = useIssueSentence(issue);
  if (sentence === null) return null;
  return (
    <Input.Error size="sm" mt={8} role="alert">
      {sentence}
    </Input.Error>
  );
}

/** An issue as one sentence in the language in use; null when there is none. */
export function useIssueSentence(issue: Issues[keyof Issues]): string | null {
  const { t } = useTranslation('campaigns');
  if (issue === undefined) return null;
  return 'key' in issue ? t(issue.key) : inWords(issue.sentence);
}
