import type { Session } from './workspace.ts'

/** Minutes, and seconds in the last two of them: `47 min`, `95 s`. */
export const timeLeftWords = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 120 ? `${Math.max(0, seconds)} s` : `${Math.floor(seconds / 60)} min`
}

/** The state of a session in words, for a list of workspaces. */
export const sessionWords = (session: Session): string => {
  switch (session.state) {
    case 'signed-in':
      return session.name ?? session.user
    case 'signing-in':
      return 'signing in…'
    case 'expired':
      return 'sign-in ended'
    case 'failed':
      return 'sign-in failed'
    case 'signed-out':
      return 'not signed in'
  }
}

export const sessionTone = (session: Session): 'good' | 'waiting' | 'bad' | 'off' => {
  switch (session.state) {
    case 'signed-in':
      return 'good'
    case 'signing-in':
      return 'waiting'
    case 'expired':
    case 'failed':
      return 'bad'
    case 'signed-out':
      return 'off'
  }
}
