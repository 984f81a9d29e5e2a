// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { useState } from 'react';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { MessageEditor } from '#renderer/components/message-editor.tsx';
import { PartCounter } from '#renderer/components/part-counter.tsx';
import { RenderedPreview } from '#renderer/components/rendered-preview.tsx';
import templates from '#renderer/i18n/en/templates.json';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  // jsdom has no font loading, which growing text areas wait for.
  Object.defineProperty(document, 'fonts', { value: new EventTarget() });
  await i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { templates } },
    interpolation: { escapeValue: false },
  });
});
afterEach(cleanup);

const show = (element: React.ReactElement) =>
  render(<MantineProvider env="test">{element}</MantineProvider>);

test('counts the price prefix and offers a stand-in for each character that costs more', () => {
  const onReplace = vi.fn();
  show(
    <PartCounter text="Salam – Ali" country="MY" profile={ESMS_PROFILE} onReplace={onReplace} />,
  );
  expect(screen.getByRole('status').textContent).toContain('18 / 70 characters');
  fireEvent.click(screen.getByRole('button', { name: 'Replace – with -' }));
  expect(onReplace).toHaveBeenCalledWith('–', '-');
});

test('offers no replacement for what the person cannot edit', () => {
  show(
    <PartCounter
      text="Salam José “Ñ”"
      source="Salam {{ name }}"
      country="SG"
      profile={ESMS_PROFILE}
      onReplace={vi.fn()}
    />,
  );
  expect(screen.getByText(/come from the contact/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('says nothing about single characters of a text in another script', () => {
  show(
    <PartCounter text="您好，谢谢支持" country="SG" profile={ESMS_PROFILE} onReplace={vi.fn()} />,
  );
  expect(screen.getByText(/This text needs Unicode/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('inserts a field where the caret is', () => {
  const Harness = () => {
    const [text, setText] = useState('Salam , apa khabar');
    return <MessageEditor label="Text" value={text} onChange={setText} fieldKeys={['name']} />;
  };
  show(<Harness />);
  const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });
  area.setSelectionRange(6, 6);
  fireEvent.click(screen.getByRole('button', { name: 'Insert the field name' }));
  expect(area.value).toBe('Salam {{ name }}, apa khabar');
});

test('shows where a fault is and goes there', () => {
  show(
    <MessageEditor
      label="Text"
      value={'a\nb {{ x'}
      onChange={() => undefined}
      fieldKeys={[]}
      error={{ message: 'never closed', line: 2, column: 3 }}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Show the place' }));
  const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });
  expect(area.selectionStart).toBe(4);
  expect(screen.getByRole('alert').textContent).toContain('Line 2, column 3: never closed');
});

test('marks the price prefix in the preview, and names a missing field instead of a text', () => {
  const { rerender } = show(
    <RenderedPreview
      text="Hai {{ name }}"
      values={{ name: 'Ali' }}
      country="MY"
      profile={ESMS_PROFILE}
    />,
  );
  expect(screen.getByTitle('Price prefix, added by law').textContent).toBe('RM0.00 ');
  expect(screen.getByRole('figure').textContent).toContain('RM0.00 Hai Ali');
  rerender(
    <MantineProvider env="test">
      <RenderedPreview text="Hai {{ name }}" values={{}} country="MY" profile={ESMS_PROFILE} />
    </MantineProvider>,
  );
  expect(screen.getByRole('figure').textContent).toContain('This contact has no name');
});
