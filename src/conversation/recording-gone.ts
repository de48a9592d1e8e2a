import type { Problem } from '../lib/problem.ts'
import type { Run } from './conversation.ts'

/** Why the recording of a run is not here. */
export const recordingGoneWords = ({ recordingLeftAt }: Pick<Run, 'recordingLeftAt'>): string => {
  if (recordingLeftAt === undefined) {
    return 'It could not be stored, or this browser’s storage was cleared. The answer itself was kept.'
  }
  const day = new Date(recordingLeftAt).toLocaleDateString('en', { month: 'long', day: 'numeric', year: 'numeric' })
  return `It left this browser on ${day} to make room. The answer itself was kept.`
}

/** What is said where somebody asks for something that only the recording could tell. */
export const recordingGone = (run: Pick<Run, 'recordingLeftAt'>, wanted: string): Problem => ({
  kind: 'storage',
  code: 'recording-gone',
  title: `The recording of this answer is gone, and with it ${wanted}`,
  detail: recordingGoneWords(run),
  remedy: 'Run again for a new answer with its recording. Pinned conversations keep theirs.',
  who: 'you',
})
