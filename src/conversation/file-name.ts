import { safeFileName } from '../browser/download.ts'

/** The name of a file about something that began at that moment. */
export const fileNameOf = (title: string, startedAt: number, ending: string): string => {
  const moment = new Date(startedAt).toISOString().replace(/[:.]/g, '-').slice(0, 19)
  return `${safeFileName(title)}-${moment}.${ending}`
}
