import { Alert, Button, Fieldset, Group, JsonInput, Stack, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Gateway } from '#shared/contract/gateways.ts';
import { PROFILE_GROUPS } from '#shared/gateways/profile-fields.ts';
import { valueAt, withValueAt } from '#shared/gateways/profile-paths.ts';
import { optionFields } from '#renderer/features/gateways/option-fields.ts';
import { PreviewSection } from '#renderer/features/gateways/probe/preview-section.tsx';
import { ProfileFieldInput } from '#renderer/features/gateways/profile-field-input.tsx';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

const profileText = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(text));
  } catch {
    context.addIssue('no JSON object');
    return z.NEVER;
  }
});

/** Edits what Siar goes by for one gateway: as fields, or all of it (answer codes too) as JSON. */
export function ProfileForm({ gateway, onDone }: { gateway: Gateway; onDone: () => void }) {
  const { t } = useTranslation('gateways');
  const { t: common } = useTranslation('common');
  const [text, setText] = useState(() => JSON.stringify(gateway.profile, null, 2));
  const parsed = profileText.safeParse(text);
  const save = useMutation(
    orpc.gateways.saveProfile.mutationOptions({
      onSuccess: ({ name }) => {
        notifyDone(t('profile.saved', { name }));
        onDone();
      },
    }),
  );
  const options = optionFields(gateway.driver);
  const own = options.length === 0 ? [] : [{ group: 'options', fields: options }];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success && !save.isPending)
          save.mutate({ id: gateway.id, profile: parsed.data });
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('profile.text')}</Text>
        <Tabs defaultValue="fields" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="fields">{t('profile.fields')}</Tabs.Tab>
            <Tabs.Tab value="json">{t('profile.json')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="fields" pt="md">
            {parsed.success ? (
              <Stack gap="md">
                {[...own, ...PROFILE_GROUPS].map(({ group, fields }) => (
                  <Fieldset key={group} legend={t(`profileGroup.${group}`)}>
                    <Stack gap="sm">
                      {fields.map((field) => (
                        <ProfileFieldInput
                          key={field.path}
                          field={field}
                          value={valueAt(parsed.data, field.path)}
                          onChange={(value) =>
                            setText(
                              JSON.stringify(withValueAt(parsed.data, field.path, value), null, 2),
                            )
                          }
                        />
                      ))}
                    </Stack>
                  </Fieldset>
                ))}
              </Stack>
            ) : (
              <Alert color="orange">{t('profile.notJson')}</Alert>
            )}
          </Tabs.Panel>
          <Tabs.Panel value="json" pt="md">
            <JsonInput
              label={t('profile.whole')}
              description={t('profile.wholeText')}
              autosize
              minRows={12}
              maxRows={28}
              value={text}
              onChange={setText}
              error={parsed.success ? null : t('profile.notJson')}
            />
          </Tabs.Panel>
        </Tabs>
        {gateway.driver !== 'smpp' && parsed.success && (
          <PreviewSection gateway={gateway} profile={parsed.data} />
        )}
        {save.error !== null && <Alert color="red">{failureText(save.error)}</Alert>}
        <Group justify="space-between">
          <Button
            variant="default"
            disabled={save.isPending}
            onClick={() => save.mutate({ id: gateway.id, profile: 'shipped' })}
          >
            {t('profile.shipped')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!parsed.success}>
            {common('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
