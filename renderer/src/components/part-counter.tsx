import { Alert, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowRight, IconInfoCircle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeCharacter } from '#renderer/components/describe-character.ts';
import { type Replacement, replaceAllIn } from '#renderer/components/replace-characters.ts';
import classes from '#renderer/components/part-counter.module.css';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { applyPricePrefix, prepareMessage, reservedPrefix } from '#shared/sms/price-prefix.ts';
import { toWireText, type Offender } from '#shared/sms/segments.ts';

/** More characters than this without a replacement are a script of their own, not slips. */
const FEW = 3;

type PartCounterProps = {
  /** The text to be counted: rendered for a contact where there is one, else as written. */
  text: string;
  /** What the person can edit, where that is not `text` itself: decides which fixes are offered. */
  source?: string;
  /** ISO 3166 country of the number: decides about the price prefix. */
  country: string;
  profile: GatewayProfile;
  /** Replaces every occurrence of one character in the editable text. */
  onReplace?: (char: string, suggestion: string) => void;
  /** Replaces several characters in one step; the button for it shows only where this is given. */
  onReplaceAll?: (replacements: readonly Replacement[]) => void;
};

/**
 * Says what a text costs while it is typed: characters, encoding, parts and credits, the price
 * prefix included, and which characters make it dearer, each with a one-click replacement.
 */
export function PartCounter({
  text,
  source,
  country,
  profile,
  onReplace,
  onReplaceAll,
}: PartCounterProps) {
  const { t } = useTranslation('templates');
  const message = useMemo(() => prepareMessage(text, country, profile), [text, country, profile]);
  const plain = toWireText(text);
  const prefix = plain === '' ? '' : prefixFor(plain, country, profile);
  const sizes = profile[message.encoding];
  const capacity = message.parts <= 1 ? sizes.single : Math.max(message.parts, 1) * sizes.multi;
  return (
    <Stack gap={8}>
      <Group gap={16} className={classes.counts} aria-live="polite" role="status">
        <Text size="sm">
          <b>{t('counter.characters', { used: message.units, capacity })}</b>
        </Text>
        <Tooltip label={t(`counter.${message.encoding}Why`, sizes)} multiline maw={320}>
          <Text size="sm" tabIndex={0} className={classes.hint}>
            {t(`counter.${message.encoding}`)}
          </Text>
        </Tooltip>
        <Text size="sm" fw={600} c={message.tooLong ? 'red' : undefined}>
          {t('counter.parts', { count: message.parts })}
        </Text>
        <Text size="sm">{t('counter.credits', { count: message.credits })}</Text>
        {message.parts > 0 && (
          <Text size="sm" c="dimmed">
            {t('counter.left', { count: message.unitsLeft })}
          </Text>
        )}
      </Group>
      {prefix !== '' && (
        <Text size="sm" c="dimmed">
          {t('counter.prefix', { prefix: prefix.trim() })}
        </Text>
      )}
      {message.tooLong && (
        <Alert color="red" icon={<IconInfoCircle size={18} />} p={12}>
          {t('counter.tooLong', { count: profile.maxParts })}
        </Alert>
      )}
      {message.offenders.length > 0 && (
        <Offenders
          offenders={message.offenders}
          text={text}
          editable={source ?? text}
          parts={message.parts}
          country={country}
          profile={profile}
          onReplace={onReplace}
          onReplaceAll={onReplaceAll}
        />
      )}
    </Stack>
  );
}

/** The price prefix this text gets, whoever adds it; empty when it already begins with it. */
function prefixFor(plain: string, country: string, profile: GatewayProfile): string {
  if (applyPricePrefix(plain, country, profile).added) return profile.pricePrefix.text;
  return reservedPrefix(country, profile);
}

type OffendersProps = Pick<
  PartCounterProps,
  'text' | 'country' | 'profile' | 'onReplace' | 'onReplaceAll'
> & { offenders: readonly Offender[]; editable: string; parts: number };

function Offenders(props: OffendersProps) {
  const { offenders, text, editable, parts, country, profile, onReplace, onReplaceAll } = props;
  const { t } = useTranslation('templates');
  const fixes = offenders.flatMap((offender) =>
    offender.suggestion !== undefined && editable.includes(offender.char)
      ? [{ char: offender.char, suggestion: offender.suggestion }]
      : [],
  );
  const lasting = offenders.filter((offender) => offender.suggestion === undefined).length;
  if (lasting > FEW) {
    return (
      <Text size="sm" c="dimmed">
        {t('counter.script', profile.ucs2)}
      </Text>
    );
  }
  const foreign = offenders.some((offender) => !editable.includes(offender.char));
  const partsAfter = prepareMessage(replaceAllIn(text, fixes), country, profile).parts;
  return (
    <Alert color="yellow" icon={<IconInfoCircle size={18} />} p={12}>
      <Stack gap={8}>
        <Text size="sm">
          {partsAfter < parts
            ? t('counter.unicodeSaves', { count: partsAfter, parts })
            : t('counter.unicode', profile.ucs2)}
          {foreign && ` ${t('counter.fromContact')}`}
        </Text>
        <Group gap={8}>
          {offenders.map((offender) => {
            const fix = fixes.find((one) => one.char === offender.char);
            if (fix === undefined || onReplace === undefined) {
              return (
                <span key={offender.char} className={classes.guilty}>
                  {describeCharacter(offender.char)}
                </span>
              );
            }
            const left = describeCharacter(fix.char);
            const right = fix.suggestion === '' ? t('counter.nothing') : fix.suggestion;
            return (
              <Button
                key={fix.char}
                size="compact-sm"
                variant="default"
                aria-label={t('counter.replace', { char: left, suggestion: right })}
                onClick={() => onReplace(fix.char, fix.suggestion)}
              >
                <span className={classes.from}>{left}</span>
                <IconArrowRight size={14} aria-hidden className={classes.arrow} />
                {right === ' ' ? t('counter.space') : right}
              </Button>
            );
          })}
          {fixes.length > 1 && onReplaceAll !== undefined && (
            <Button size="compact-sm" variant="light" onClick={() => onReplaceAll(fixes)}>
              {t('counter.replaceAll')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
