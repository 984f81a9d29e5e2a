import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { setLanguage } from '#renderer/i18n/i18n.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Brings language and theme in line with the settings in the data folder, whoever changed them. */
export function useAppliedSettings(): void {
  const { data } = useQuery(orpc.settings.get.queryOptions());
  const { setColorScheme } = useMantineColorScheme();
  const language = data?.language;
  const theme = data?.theme;
  useEffect(() => {
    if (language !== undefined) void setLanguage(language);
  }, [language]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme);
  }, [theme, setColorScheme]);
}
