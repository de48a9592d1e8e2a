/** The page's own address. Routes live in the fragment, so that no server ever sees them. */
export const ownOrigin = (): string => window.location.origin

/** The fragment without `#`, such as `/c/conv_1/run_2`. */
export const readFragment = (): string => window.location.hash.replace(/^#/, '')

export const currentAddress = (): string => window.location.href

const listeners = new Set<() => void>()
const notify = () => {
  for (const listener of listeners) listener()
}

/** Changes the fragment. `replace` leaves no step for the back button. A query in the address is dropped. */
export const writeFragment = (fragment: string, mode: 'push' | 'replace' = 'push'): void => {
  const address = `/${fragment === '' ? '' : `#${fragment}`}`
  if (mode === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
  notify()
}

export const onFragmentChange = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    window.addEventListener('hashchange', notify)
    window.addEventListener('popstate', notify)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.removeEventListener('hashchange', notify)
    window.removeEventListener('popstate', notify)
  }
}

export const goTo = (url: string): void => window.location.assign(url)

/** Opens an address in a new tab that cannot reach back to this one. */
export const openInNewTab = (url: string): void => {
  window.open(url, '_blank', 'noopener,noreferrer')
}
