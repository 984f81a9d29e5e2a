import { ActionIcon, Button, Menu, Skeleton, UnstyledButton } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { Count } from '#renderer/components/count.tsx';
import classes from '#renderer/features/contacts/contacts-page.module.css';
import { ListNameInput } from '#renderer/features/contacts/list-name-input.tsx';
import { RemoveList } from '#renderer/features/contacts/remove-list.tsx';
import { useListChanges } from '#renderer/features/contacts/use-list-changes.ts';
import type { ContactList } from '#shared/contract/contacts.ts';

type ListColumnProps = {
  lists: readonly ContactList[] | undefined;
  /** Contacts in all. */
  everybody: number | undefined;
  selected: number | undefined;
  onSelect: (id: number | undefined) => void;
};

/** The lists with their counts; one can be chosen, made, renamed and removed here. */
export function ListColumn({ lists, everybody, selected, onSelect }: ListColumnProps) {
  const { t } = useTranslation('contacts');
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const [removing, setRemoving] = useState<ContactList | null>(null);
  const { create, rename } = useListChanges();
  const close = () => setEditing(null);

  return (
    <nav className={classes.lists} aria-label={t('lists.label')}>
      <div className={`${classes.list} ${classes.alone}`} data-selected={selected === undefined}>
        <ListButton
          name={t('lists.all')}
          count={everybody}
          current={selected === undefined}
          onClick={() => onSelect(undefined)}
        />
      </div>
      <div className={classes.listScroll}>
        {lists === undefined && [0, 1, 2].map((at) => <Skeleton key={at} h={30} />)}
        {lists?.map((list) =>
          editing === list.id ? (
            <ListNameInput
              key={list.id}
              initial={list.name}
              label={t('lists.newName', { name: list.name })}
              onCancel={close}
              onSave={(name) => rename.mutateAsync({ id: list.id, name }).then(close)}
            />
          ) : (
            <div key={list.id} className={classes.list} data-selected={selected === list.id}>
              <ListButton
                name={list.name}
                count={list.contacts}
                current={selected === list.id}
                onClick={() => onSelect(list.id)}
              />
              <Can permission="contacts.write">
                <ListMenu
                  list={list}
                  onRename={() => setEditing(list.id)}
                  onRemove={() => setRemoving(list)}
                />
              </Can>
            </div>
          ),
        )}
        {editing === 'new' && (
          <ListNameInput
            initial=""
            label={t('lists.name')}
            onCancel={close}
            onSave={async (name) => {
              const made = await create.mutateAsync({ name });
              close();
              onSelect(made.id);
            }}
          />
        )}
      </div>
      {editing !== 'new' && (
        <Can permission="contacts.write">
          <Button
            variant="subtle"
            size="compact-sm"
            justify="flex-start"
            mt={4}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEditing('new')}
          >
            {t('lists.new')}
          </Button>
        </Can>
      )}
      {removing !== null && (
        <RemoveList
          list={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            setRemoving(null);
            if (selected === removing.id) onSelect(undefined);
          }}
        />
      )}
    </nav>
  );
}

function ListButton({
  name,
  count,
  current,
  onClick,
}: {
  name: string;
  count: number | undefined;
  current: boolean;
  onClick: () => void;
}) {
  return (
    <UnstyledButton
      className={classes.listButton}
      aria-current={current ? 'true' : undefined}
      title={name}
      onClick={onClick}
    >
      <span>{name}</span>
      {count === undefined ? <Skeleton w={32} h={16} /> : <Count value={count} c="dimmed" />}
    </UnstyledButton>
  );
}

function ListMenu({
  list,
  onRename,
  onRemove,
}: {
  list: ContactList;
  onRename: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('contacts');
  return (
    <Menu position="bottom-end" withinPortal returnFocus={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('lists.actions', { name: list.name })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onRename}>
          {t('lists.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} color="red" onClick={onRemove}>
          {t('lists.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
