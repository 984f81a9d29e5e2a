import { Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/rendered-preview.module.css';
import { inWords } from '#renderer/lib/core-words.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { applyPricePrefix, reservedPrefix } from '#shared/sms/price-prefix.ts';
import { toWireText } from '#shared/sms/segments.ts';
import type { FieldValues } from '#shared/template/compile.ts';
import { parseTemplate } from '#shared/template/parse.ts';

type RenderedPreviewProps = {
  /** The template source. */
  text: string;
  /** The contact's values by field key. */
  values: FieldValues;
  /** ISO 3166 country of the contact's number. */
  country: string;
  profile: GatewayProfile;
  /** Said above the bubble, for example whose message it is. */
  caption?: string;
};

/**
 * A message as the recipient's phone shows it: the final text, with the price prefix marked.
 * Where it cannot be made for this contact it says which fields are missing instead.
 */
export function RenderedPreview({ text, values, country, profile, caption }: RenderedPreviewProps) {
  const { t } = useTranslation('templates');
  const parsed = useMemo(() => parseTemplate(text), [text]);
  const result = useMemo(
    () => (parsed.ok ? parsed.template.render(values) : undefined),
    [parsed, values],
  );
  return (
    <figure className={classes.phone} aria-label={t('preview.label')}>
      {caption !== undefined && (
        <Text size="sm" c="dimmed" component="figcaption" ta="center">
          {caption}
        </Text>
      )}
      {result?.ok === true && result.text !== '' && (
        <Bubble text={result.text} country={country} profile={profile} />
      )}
      {result?.ok === true && result.text === '' && (
        <Text size="sm" c="dimmed" ta="center" py={16}>
          {t('preview.empty')}
        </Text>
      )}
      {result?.ok === false && (
        <Problem
          text={
            result.message === undefined
              ? t('preview.missing', {
                  count: result.missing.length,
                  fields: result.missing.join(', '),
                })
              : inWords(result.message)
          }
        />
      )}
      {!parsed.ok && <Problem text={t('preview.unreadable')} />}
    </figure>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <Stack gap={4} align="center" py={16}>
      <IconAlertTriangle size={20} aria-hidden color="var(--mantine-color-yellow-6)" />
      <Text size="sm" ta="center">
        {text}
      </Text>
    </Stack>
  );
}

function Bubble({
  text,
  country,
  profile,
}: Pick<RenderedPreviewProps, 'text' | 'country' | 'profile'>) {
  const { t } = useTranslation('templates');
  const plain = toWireText(text);
  const { added } = applyPricePrefix(plain, country, profile);
  const prefix = added ? profile.pricePrefix.text : reservedPrefix(country, profile);
  return (
    <div className={classes.bubble}>
      {prefix !== '' && (
        <mark className={classes.prefix} title={t('preview.prefix')}>
          {prefix}
        </mark>
      )}
      {plain}
    </div>
  );
}
