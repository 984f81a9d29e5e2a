import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { inWords } from '#renderer/lib/core-words.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

type Found = Preview['warnings'][number] & { gateway?: string };

/** Shown elsewhere in the review, with the choice that belongs to them. */
const ELSEWHERE = new Set(['dead-left-out', 'dead-sent-to', 'dead-old']);

type WarningsProps = { preview: Preview; agreed: boolean; onAgree: (agreed: boolean) => void };

/** What is about one gateway names it; the preview has these among the others, too. */
function warningsOf({ warnings, gateways }: Preview): Found[] {
  const named = gateways.flatMap((share) =>
    share.warnings.map((one) => ({ ...one, gateway: share.gatewayName })),
  );
  const codes = new Set(named.map(({ code }) => code));
  return [...warnings.filter(({ code }) => !codes.has(code)), ...named];
}

/** Warnings hold the start back until they are allowed; notices only inform. */
export function ReviewWarnings({ preview, agreed, onAgree }: WarningsProps) {
  const { t } = useTranslation('campaigns');
  const found = warningsOf(preview);
  const serious = found.filter((one) => one.severity === 'warning');
  const notices = found.filter(
    ({ severity, code }) => severity === 'notice' && !ELSEWHERE.has(code),
  );
  const sentence = ({ code, count, message, gateway }: Found) => (
    <Text size="sm" key={`${code} ${gateway ?? ''}`}>
      {t(`warning.${code}`, { count, gateway, defaultValue: inWords(message) })}
    </Text>
  );
  return (
    <>
      {serious.length > 0 && (
        <Alert
          color="orange"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          title={t('review.warnings')}
        >
          <Stack gap={12}>
            {serious.map(sentence)}
            <Checkbox
              label={t('review.sendAnyway')}
              checked={agreed}
              onChange={(event) => onAgree(event.currentTarget.checked)}
            />
          </Stack>
        </Alert>
      )}
      {notices.length > 0 && (
        <Alert
          color="gray"
          icon={<IconInfoCircle size={18} aria-hidden />}
          title={t('review.notices')}
        >
          <Stack gap={4}>{notices.map(sentence)}</Stack>
        </Alert>
      )}
    </>
  );
}
