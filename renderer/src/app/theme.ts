import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

/** The one accent: a quiet teal whose seventh shade carries white text at 5.9:1. */
const siar: MantineColorsTuple = [
  '#edf7f7',
  '#dcecec',
  '#b4dada',
  '#88c6c7',
  '#5fb3b4',
  '#3c9b9d',
  '#1f8588',
  '#0f6f72',
  '#0b5a5d',
  '#064447',
];

const quick = { transitionProps: { duration: 100 } };

/** Everything about looks that Mantine takes as tokens; nothing else in the renderer sets colours or sizes of its own. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'siar',
  primaryShade: 7,
  colors: { siar },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily:
    'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.75rem' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.5rem' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.25rem' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  components: {
    Modal: { defaultProps: quick, styles: { title: { fontSize: '1.0625rem', fontWeight: 600 } } },
    Menu: { defaultProps: { ...quick, shadow: 'md' } },
    Popover: { defaultProps: { ...quick, shadow: 'md' } },
    Tooltip: { defaultProps: { ...quick, openDelay: 300, withArrow: true } },
    Select: { defaultProps: { comboboxProps: quick } },
    MultiSelect: { defaultProps: { comboboxProps: quick } },
    Autocomplete: { defaultProps: { comboboxProps: quick } },
    Collapse: { defaultProps: { transitionDuration: 120 } },
    Badge: { defaultProps: { tt: 'none', fw: 500, variant: 'light', radius: 'sm' } },
    Card: { defaultProps: { withBorder: true, padding: 'md' } },
    Paper: { defaultProps: { withBorder: true } },
    // Without it a long name inside pushes the buttons out of the box.
    Alert: { defaultProps: { variant: 'light' }, styles: { body: { minWidth: 0 } } },
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    Table: { defaultProps: { verticalSpacing: 'xs' } },
  },
});

/** Greys that reach 4.5:1 where Mantine's own do not, and the surfaces of the shell. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b636b',
    '--mantine-color-placeholder': '#6b737b',
    '--mantine-color-error': '#b42323',
    '--mantine-color-orange-light': '#fff3e3',
    '--mantine-color-orange-light-color': '#8f3a0b',
    '--mantine-color-yellow-light-color': '#7a4d00',
    '--mantine-color-red-light-color': '#9f1c1c',
    '--mantine-color-yellow-light': '#fff6d9',
    '--mantine-color-red-light': '#ffeeec',
    '--siar-surface': '#f6f7f8',
    '--siar-line': '#e3e6e8',
    '--siar-hover': '#eceff0',
    '--siar-success': '#0f6f72',
    '--siar-queue': '#8b95a0',
    '--siar-failure': '#c2410c',
    '--siar-practice': '#fff2d6',
    '--siar-lost': '#ffe5dd',
    '--siar-warn': '#b45309',
  },
  dark: {
    '--mantine-color-dimmed': '#a9b0b6',
    '--mantine-color-placeholder': '#9aa1a8',
    '--mantine-color-error': '#ff9a9a',
    '--mantine-color-anchor': '#5fb3b4',
    '--mantine-color-siar-light': '#163436',
    '--mantine-color-siar-light-color': '#9bd6d7',
    '--mantine-color-gray-light': '#34383b',
    '--mantine-color-gray-light-color': '#d3d7da',
    '--mantine-color-blue-light': '#1c2f44',
    '--mantine-color-blue-light-color': '#a5cdf7',
    '--mantine-color-orange-light': '#3a2a1a',
    '--mantine-color-orange-light-color': '#fbc490',
    '--mantine-color-yellow-light': '#37301a',
    '--mantine-color-yellow-light-color': '#f6d77d',
    '--mantine-color-red-light': '#402322',
    '--mantine-color-red-light-color': '#ffb3ae',
    '--siar-surface': '#1d1f21',
    '--siar-line': '#363a3d',
    '--siar-hover': '#2c3033',
    '--siar-success': '#3c9b9d',
    '--siar-queue': '#6b747d',
    '--siar-failure': '#e8703a',
    '--siar-practice': '#3a2f18',
    '--siar-lost': '#46241b',
    '--siar-warn': '#f5a55b',
  },
});
