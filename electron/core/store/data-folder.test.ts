import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { chooseDataFolder } from '#core/store/data-folder.ts';

const base = { named: undefined, env: {}, platform: 'linux' as const, home: '/home/siti' };

it('takes the named folder, then SIAR_DATA, then the place the system keeps for it', () => {
  const env = { SIAR_DATA: '/from-env' };
  expect(chooseDataFolder({ ...base, env, named: '/a' })).toBe(resolve('/a'));
  expect(chooseDataFolder({ ...base, env })).toBe(resolve('/from-env'));
  expect(chooseDataFolder(base)).toBe(join('/home/siti', '.local', 'share', 'siar'));
  expect(chooseDataFolder({ ...base, env: { XDG_DATA_HOME: '/xdg' } })).toBe(join('/xdg', 'siar'));
  expect(chooseDataFolder({ ...base, platform: 'darwin' })).toBe(
    join('/home/siti', 'Library', 'Application Support', 'Siar'),
  );
  expect(chooseDataFolder({ ...base, platform: 'win32', env: { APPDATA: '/roaming' } })).toBe(
    join('/roaming', 'Siar'),
  );
});

it('does not take an empty name for a folder', () => {
  expect(chooseDataFolder({ ...base, named: '' })).toBe(
    join('/home/siti', '.local', 'share', 'siar'),
  );
});
