/** Import direction, transitively: renderer → shared; core → shared; hosts → core, shared; preload → shared. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(electron|renderer|shared|tests)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    only('shared-is-pure', '^shared/', '^shared/', 'shared/ runs anywhere'),
    only(
      'core-knows-no-host',
      '^electron/core/',
      '^(electron/core|shared)/',
      'the core is plain Node',
    ),
    only(
      'headless-direction',
      '^electron/headless/',
      '^(electron/(headless|core)|shared)/',
      'hosts import core and shared',
    ),
    only(
      'desktop-direction',
      '^electron/desktop/',
      '^(electron/(desktop|core)|shared)/',
      'hosts import core and shared',
    ),
    only(
      'preload-direction',
      '^electron/preload/',
      '^(electron/preload|shared)/',
      'the preload hands over the port',
    ),
    only(
      'renderer-direction',
      '^renderer/',
      '^(renderer|shared)/',
      'the renderer knows the contract only',
    ),
    {
      name: 'no-electron-outside-desktop',
      severity: 'error',
      from: { pathNot: '^electron/(desktop|preload)/' },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      comment: 'pages in renderer/src/app compose features',
      from: { path: '^renderer/src/features/([^/]+)/' },
      to: { path: '^renderer/src/features/', pathNot: '^renderer/src/features/$1/' },
    },
    {
      name: 'gateways-know-no-campaign',
      severity: 'error',
      from: { path: '^electron/core/gateways/' },
      to: { path: '^electron/core/(campaigns|sending|contacts|templates)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^#|virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    parser: 'swc',
    tsPreCompilationDeps: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
