/** A media query as something to subscribe to. */
export const matchesMedia = (query: string): boolean => window.matchMedia(query).matches

export const onMediaChange = (query: string, listener: () => void): (() => void) => {
  const list = window.matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}

/** The person's choice of light or dark, written where the style sheet reads it. */
export const setColorScheme = (scheme: 'light' | 'dark' | 'system'): void => {
  if (scheme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = scheme
}
