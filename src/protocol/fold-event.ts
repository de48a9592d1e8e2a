import { type JsonObject, stringOf } from '../lib/json.ts'
import type { FrameReading } from './event.ts'
import type { Dialect } from './dialect.ts'
import { foldAppKit, isAppKitEvent, withThoughtEnded } from './fold-appkit.ts'
import { foldMessageChunk } from './fold-chat-agent.ts'
import { foldChatChunk } from './fold-chat-completions.ts'
import { foldFreeJson } from './fold-free-json.ts'
import { foldResponses } from './fold-responses.ts'
import { type Fold, type Moment, noted, unfinishedDetail } from './fold.ts'
import { agentErrorOf, withError, withExtras } from './response-fields.ts'
import { isRepeated, resumptionOf, withRead } from './resumption.ts'
import type { Snapshot } from './snapshot.ts'

/** `[DONE]` closes what is still open: nothing more will come for it. */
const done = ({ snapshot, closesItems }: Fold, moment: Moment): Snapshot => {
  if (snapshot.doneMarker) return noted(snapshot, moment, 'duplicate-done', '[DONE] came more than once')
  const open = snapshot.items.find((item) => item.state === 'open')
  if (open === undefined) return { ...snapshot, doneMarker: true }
  const items = snapshot.items.map((item) =>
    item.state === 'open' ? { ...item, state: 'done' as const, endedAt: moment.at } : item,
  )
  const closed: Snapshot = { ...snapshot, items, doneMarker: true }
  // After an error nobody expects the final form of what was begun.
  if (closesItems === false || snapshot.error !== undefined) return closed
  return noted(closed, moment, 'unfinished-item', unfinishedDetail(open))
}

/** The first event that shows a dialect tells it; AppKit's own events tell it from among Responses events. */
const shown = (fold: Fold, dialect: Dialect): Fold => {
  const known = fold.snapshot.dialect
  if (known === dialect || (known !== undefined && dialect !== 'appkit-events')) return fold
  return { ...fold, snapshot: { ...fold.snapshot, dialect } }
}

const untyped = (fold: Fold, reading: FrameReading & { kind: 'untyped' }, moment: Moment): Fold => {
  const { json } = reading
  const { snapshot } = fold
  switch (reading.shape) {
    case 'trace': {
      const traceId = stringOf(json, 'trace_id') ?? ''
      return { ...fold, snapshot: { ...snapshot, traceId } }
    }
    case 'error':
      return { ...fold, snapshot: withError(snapshot, 'error', agentErrorOf(json)) }
    case 'databricks-output':
      return fold
    case 'chat-chunk':
      return foldChatChunk(shown(fold, 'chat-completions'), json, moment)
    case 'message-chunk':
      return foldMessageChunk(shown(fold, 'chat-agent'), json, moment)
    case 'unknown':
      // A stream that begins like this is no dialect that is bent: its author chose the JSON.
      if (snapshot.dialect === undefined || snapshot.dialect === 'free-json') {
        return foldFreeJson(shown(fold, 'free-json'), json, moment)
      }
      return {
        ...fold,
        snapshot: noted(snapshot, moment, 'untyped-event', 'An event has no type, and its fields tell none'),
      }
  }
}

const ofResponses = (fold: Fold, type: string, json: JsonObject, moment: Moment): Fold => {
  if (isAppKitEvent(type)) return foldAppKit(shown(fold, 'appkit-events'), type, json, moment)
  const told = type.startsWith('response') ? shown(fold, 'responses') : fold
  const ready = told.snapshot.dialect === 'appkit-events' ? withThoughtEnded(told, moment) : told
  return foldResponses(ready, type, json, moment)
}

const meant = (before: Fold, reading: FrameReading, moment: Moment): Fold => {
  const frame = 'json' in reading ? reading.json : {}
  const resumption = resumptionOf(frame)
  if (resumption !== undefined && isRepeated(before, resumption, frame)) return before
  const fold = resumption === undefined ? before : withRead(before, resumption, frame)
  switch (reading.kind) {
    case 'event': {
      const { type, json } = reading
      return ofResponses({ ...fold, snapshot: withExtras(fold.snapshot, json) }, type, json, moment)
    }
    case 'untyped':
      return untyped({ ...fold, snapshot: withExtras(fold.snapshot, reading.json) }, reading, moment)
    case 'malformed':
      return { ...fold, snapshot: noted(fold.snapshot, moment, 'invalid-frame', reading.detail) }
    case 'done':
      return { ...fold, snapshot: done(fold, moment) }
    case 'silent':
      return fold
  }
}

/** One frame's reading into the snapshot. The dialect is chosen by the shape of each frame, not declared. */
export const foldEvent = (before: Fold, reading: FrameReading, moment: Moment): Fold => {
  const { touch: _, ...fold } = before
  if (fold.snapshot.doneMarker && reading.kind !== 'done' && reading.kind !== 'silent') {
    const detail = 'Events came after [DONE]; they are in the inspector alone'
    return { ...fold, snapshot: noted(fold.snapshot, moment, 'data-after-done', detail) }
  }
  return meant(fold, reading, moment)
}
