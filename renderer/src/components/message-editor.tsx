import { Button, Group, Input, Menu, ScrollArea, Textarea } from '@mantine/core';
import { IconBraces, IconChevronDown } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { offsetOf } from '#renderer/components/text-position.ts';
import { inWords } from '#renderer/lib/core-words.ts';

/** What is wrong with the text and where, line and column from 1. */
export type MessageError = { message: string; line?: number; column?: number };

type MessageEditorProps = {
  value: string;
  onChange: (value: string) => void;
  /** Field keys, most useful first; the first few become buttons, all are in the menu. */
  fieldKeys: readonly string[];
  error?: MessageError | string | null;
  label: string;
  description?: string;
  required?: boolean;
  autoFocus?: boolean;
};

const BUTTONS = 4;

/** A text area for message texts: merge fields go in where the caret is, and Undo takes them out. */
export function MessageEditor(props: MessageEditorProps) {
  const { value, onChange, fieldKeys, error, label, description, required, autoFocus } = props;
  const { t } = useTranslation('templates');
  const area = useRef<HTMLTextAreaElement>(null);
  const errorId = useId();
  const given = typeof error === 'string' ? { message: error } : error;
  const fault = given ? { ...given, message: inWords(given.message) } : given;

  const insert = (key: string) => {
    const element = area.current;
    if (element) insertAtCaret(element, `{{ ${key} }}`, onChange);
  };
  const showFault = () => {
    const element = area.current;
    if (!element || fault?.line === undefined) return;
    const at = offsetOf(value, fault.line, fault.column ?? 1);
    element.focus();
    element.setSelectionRange(at, Math.min(at + 2, value.length));
  };

  return (
    <div>
      <Textarea
        ref={area}
        label={label}
        description={description}
        required={required}
        data-autofocus={autoFocus ? true : undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autosize
        minRows={5}
        maxRows={14}
        error={fault ? true : undefined}
        aria-describedby={fault ? errorId : undefined}
        spellCheck
      />
      {fault && (
        <Group gap={8} mt={4} align="baseline" id={errorId} role="alert">
          <Input.Error size="sm">
            {fault.line === undefined
              ? fault.message
              : t('editor.faultAt', {
                  line: fault.line,
                  column: fault.column ?? 1,
                  message: fault.message,
                })}
          </Input.Error>
          {fault.line !== undefined && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={showFault}>
              {t('editor.showFault')}
            </Button>
          )}
        </Group>
      )}
      <InsertFields keys={fieldKeys} onInsert={insert} />
    </div>
  );
}

function InsertFields({
  keys,
  onInsert,
}: {
  keys: readonly string[];
  onInsert: (key: string) => void;
}) {
  const { t } = useTranslation('templates');
  if (keys.length === 0) return null;
  return (
    <Group gap={8} mt={8} role="group" aria-label={t('editor.insertField')}>
      {keys.slice(0, BUTTONS).map((key) => (
        <Button
          key={key}
          size="compact-sm"
          variant="default"
          leftSection={<IconBraces size={14} aria-hidden />}
          aria-label={t('editor.insert', { key })}
          onClick={() => onInsert(key)}
        >
          {key}
        </Button>
      ))}
      {keys.length > BUTTONS && (
        <Menu position="bottom-start" shadow="md" returnFocus={false}>
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t('editor.moreFields', { count: keys.length - BUTTONS })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ScrollArea.Autosize mah={280}>
              {keys.slice(BUTTONS).map((key) => (
                <Menu.Item key={key} onClick={() => onInsert(key)}>
                  {key}
                </Menu.Item>
              ))}
            </ScrollArea.Autosize>
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

/**
 * Types a text where the caret is (or over the selection). `insertText` is the only way in which a
 * browser keeps its own undo; where it is missing the value is set and the caret put behind it.
 */
function insertAtCaret(
  element: HTMLTextAreaElement,
  text: string,
  onChange: (value: string) => void,
): void {
  element.focus();
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else keeps the undo history
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text))
    return;
  const { selectionStart, selectionEnd, value } = element;
  onChange(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
  const caret = selectionStart + text.length;
  requestAnimationFrame(() => element.setSelectionRange(caret, caret));
}
