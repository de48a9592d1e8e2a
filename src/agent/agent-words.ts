import type { AgentListing, AgentTarget } from './agent.ts'
import { dialectName, mannerOf } from './manner.ts'
import type { AgentEntry } from './registered-agent.ts'

const stateWords: Readonly<Record<AgentListing['state'], string>> = {
  running: 'running',
  starting: 'starting',
  stopped: 'stopped',
  'not-ready': 'not ready',
  crashed: 'crashed',
  unknown: 'state unknown',
}

const stateTones: Readonly<Record<AgentListing['state'], 'good' | 'waiting' | 'bad' | 'off'>> = {
  running: 'good',
  starting: 'waiting',
  stopped: 'off',
  'not-ready': 'waiting',
  crashed: 'bad',
  unknown: 'off',
}

/** The state in words. `listed` says whether the workspace's lists are there to look it up in. */
export const entryState = ({ agent, listing }: AgentEntry, listed: boolean) => {
  if (listing !== undefined)
    return { words: stateWords[listing.state], tone: stateTones[listing.state], detail: listing.stateDetail }
  if (agent.target.kind === 'local')
    return { words: 'no sign-in', tone: 'off' as const, detail: 'Runs on this computer' }
  return listed
    ? {
        words: 'not listed',
        tone: 'bad' as const,
        detail: 'The workspace does not list it: it may be deleted, or you may no longer use it',
      }
    : { words: 'state unknown', tone: 'off' as const, detail: 'The workspace has not been asked yet' }
}

export const kindWords = (target: AgentTarget): string => {
  switch (target.kind) {
    case 'app':
      return 'App'
    case 'serving-endpoint':
      return 'Serving endpoint'
    case 'local':
      return 'Local'
  }
}

/** What it speaks: as set, as found out, or as its kind mostly does. */
export const speaksWords = ({ agent }: AgentEntry): string => dialectName(mannerOf(agent, 'streamed').dialect)
