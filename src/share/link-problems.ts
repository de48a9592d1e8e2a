import type { Problem } from '../lib/problem.ts'

const linkProblem = (code: string, title: string, detail: string, remedy: string): Problem => ({
  kind: 'link',
  code,
  title,
  detail,
  remedy,
  who: 'you',
})

const sendAgain = 'Copy the whole link again from where it was sent, or ask whoever shared it for the file instead.'

export const unreadable = (detail: string): Problem =>
  linkProblem('link-unreadable', 'This link cannot be read', `${detail} Nothing was sent anywhere.`, sendAgain)

export const damaged = (detail: string): Problem =>
  linkProblem('link-damaged', 'This link is damaged', `${detail} Nothing was sent anywhere.`, sendAgain)

export const newer = (written: string, newest: string): Problem =>
  linkProblem(
    'link-newer',
    'This link was made by a newer playground',
    `It has version ${written}; this playground reads up to version ${newest}. Nothing was sent anywhere.`,
    'Update this playground and open the link again, or ask whoever shared it for the file.',
  )

export const oversized = (detail: string): Problem =>
  linkProblem(
    'link-oversized',
    'This link is larger than any that the playground makes',
    `${detail} It was not opened, and nothing was sent anywhere.`,
    'Ask whoever shared it for the file of the recording instead.',
  )

export const wrongPassphrase = (): Problem =>
  linkProblem(
    'link-passphrase-wrong',
    'This passphrase does not open the link',
    'The link arrived as it was copied, but this passphrase does not fit it. Nothing was sent anywhere.',
    'Look for capital letters and spaces, or ask whoever shared the link. Without the passphrase nobody can read it.',
  )

export const cannotUnseal = (): Problem =>
  linkProblem(
    'link-sealed-here',
    'This page cannot open a link with a passphrase',
    'Browsers decrypt only on pages that are served by https or by this computer itself.',
    'Open the link on http://localhost or on an https address of the playground.',
  )
