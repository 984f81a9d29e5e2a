import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { chooseDataFolder } from '#core/store/data-folder.ts';
import { chooseStateFolder } from '#core/store/state-folder.ts';

const base = { env: {}, platform: 'linux' as const, home: '/home/siti' };

it('takes SIAR_STATE, else the place the system keeps for state', () => {
  expect(chooseStateFolder({ ...base, env: { SIAR_STATE: '/s' } })).toBe(resolve('/s'));
  expect(chooseStateFolder(base)).toBe(join('/home/siti', '.local', 'state', 'siar'));
  expect(chooseStateFolder({ ...base, env: { XDG_STATE_HOME: '/xdg' } })).toBe(
    join('/xdg', 'siar'),
  );
  expect(chooseStateFolder({ ...base, platform: 'darwin' })).toBe(
    join('/home/siti', 'Library', 'Application Support', 'Siar State'),
  );
  expect(chooseStateFolder({ ...base, platform: 'win32', env: { LOCALAPPDATA: '/local' } })).toBe(
    join('/local', 'Siar State'),
  );
});

it.each(['linux', 'darwin', 'win32'] as const)(
  'is not inside the data folder on %s',
  (platform) => {
    const data = chooseDataFolder({ ...base, named: undefined, platform });
    expect(chooseStateFolder({ ...base, platform }).startsWith(join(data, '/'))).toBe(false);
  },
);
