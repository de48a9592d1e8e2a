// The order of the rooms is the architecture: a room imports itself and the rooms before it.
const rooms = [
  'lib',
  'protocol',
  'browser',
  'ui',
  'workspace',
  'agent',
  'exchange',
  'inspector',
  'conversation',
  'replay',
  'comparison',
  'code',
  'batch',
  'share',
  'library',
  'app',
]
const above = (index) => `^src/(${rooms.slice(index + 1).join('|')})/`
const tests = '\\.test\\.tsx?$'
const forbid = (name, from, to) => ({ name, severity: 'error', from, to })

const layering = rooms
  .slice(0, -1)
  .map((room, index) => forbid(`${room}-looks-up`, { path: `^src/${room}/`, pathNot: tests }, { path: above(index) }))

export default {
  forbidden: [
    ...layering,
    forbid('no-cycle', {}, { circular: true }),
    forbid('nothing-unresolved', { path: '^src/' }, { couldNotResolve: true }),
    forbid(
      'react-by-file-name',
      { path: '^src/', pathNot: '(\\.tsx$|/use-[^/]+\\.ts$)' },
      { path: '^node_modules/(@types/)?(react|react-dom)/' },
    ),
    forbid(
      'zustand-by-file-name',
      { path: '^src/', pathNot: '(-store\\.ts$|/use-[^/]+\\.ts$|\\.test\\.tsx?$)' },
      { path: '^node_modules/zustand/' },
    ),
    forbid('views-import-no-store', { path: '^src/.+\\.tsx$', pathNot: '^src/(app/|main)' }, { path: '-store\\.ts$' }),
    forbid(
      'server-rooms-stay-out',
      { path: `^src/(${rooms.join('|')})/|^src/main`, pathNot: tests },
      { path: '^src/(relay|sample)/' },
    ),
    forbid(
      'browser-needs-no-node',
      { path: `^src/(${rooms.join('|')})/|^src/main`, pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'relay-knows-nothing',
      { path: '^src/relay/', pathNot: tests },
      { path: '^src/', pathNot: '^src/(relay|lib)/' },
    ),
    forbid(
      'sample-speaks-protocol-only',
      { path: '^src/sample/', pathNot: tests },
      { path: '^src/', pathNot: '^src/(sample|relay|lib|protocol)/' },
    ),
    forbid(
      'ui-is-domain-free',
      { path: '^src/(ui|browser)/', pathNot: tests },
      { path: '^src/', pathNot: '^src/(ui|browser|lib)/' },
    ),
    forbid('exchange-is-plain-http', { path: '^src/(exchange|inspector)/' }, { path: '^src/(agent|workspace)/' }),
    forbid(
      'no-peers',
      { path: '^src/(comparison|code|batch|share)/' },
      { path: '^src/(comparison|code|batch|share)/', pathNot: '^src/$1/' },
    ),
    {
      name: 'untested-kernel',
      severity: 'error',
      module: { path: '^src/protocol/', pathNot: tests, numberOfDependentsLessThan: 1 },
      from: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: '.config/tsconfig.tests.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'browser', 'default'] },
  },
}
