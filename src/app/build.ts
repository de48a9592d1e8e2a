/** Written in by the build; absent in tests and where the source came without its history. */
declare const __COMMIT__: string | undefined

const commit = typeof __COMMIT__ === 'string' ? __COMMIT__ : undefined

/** Which playground this is, for whoever reads a report: `0.1.0 (1a2b3c4)`. */
export const playgroundWords = (version: string): string => {
  const told = version === '' ? 'version not known' : version
  return commit === undefined ? told : `${told} (${commit})`
}
