import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';

type ListNameInputProps = {
  initial: string;
  label: string;
  /** Rejects when the name was refused; the refusal has been told by then. */
  onSave: (name: string) => Promise<unknown>;
  onCancel: () => void;
};

/** A list's name in place: Enter saves, Esc leaves it as it was; a refused name stays to be mended. */
export function ListNameInput({ initial, label, onSave, onCancel }: ListNameInputProps) {
  const [name, setName] = useState(initial);
  const [saving, setSaving] = useState(false);
  const finished = useRef(false);

  const save = async () => {
    if (saving || finished.current) return;
    const trimmed = name.trim();
    if (trimmed === '' || trimmed === initial) {
      finished.current = true;
      onCancel();
      return;
    }
    setSaving(true);
    try {
      await onSave(trimmed);
      finished.current = true;
    } catch {
      setSaving(false);
    }
  };

  return (
    <TextInput
      autoFocus
      aria-label={label}
      placeholder={label}
      value={name}
      maxLength={200}
      readOnly={saving}
      onChange={(event) => setName(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => {
        if (!saving && !finished.current) onCancel();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape') {
          event.stopPropagation();
          finished.current = true;
          onCancel();
        }
      }}
    />
  );
}
