import { lazy, Suspense, useMemo, useState } from 'react'
import { foldRun } from '../conversation/fold-run.ts'
import type { UnpackedRun } from '../conversation/import-conversation.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import { ExchangeSwitcher } from '../inspector/exchange-switcher.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { useLeaveReplay } from '../replay/use-leave-replay.ts'
import { leaveReplay, useReplayed } from '../replay/use-replay.ts'
import { nothingRead } from './nothing-read.ts'

const OpenStrip = lazy(() => import('../replay/replay-strip.tsx').then((module) => ({ default: module.OpenStrip })))

/** Foldings of one run's recordings, each with its reading. */
const openedOf = (recordings: readonly Recording[], exchange?: ExchangeId) => {
  const position = recordings.findIndex(({ id }) => id === exchange)
  return foldRun(position < 0 ? recordings : recordings.slice(0, position + 1)).last
}

/** What the last of the recordings goes on with, and itself. */
const chainOf = (recordings: readonly Recording[]): readonly Recording[] =>
  recordings.slice(
    Math.max(
      0,
      recordings.findLastIndex(({ continues }) => continues === undefined),
    ),
  )

interface SharedInspectorProps {
  readonly inspected: UnpackedRun | undefined
}

const nothingRecorded: readonly Recording[] = []

export const SharedInspector = ({ inspected }: SharedInspectorProps) => {
  const recordings = inspected?.recordings ?? nothingRecorded
  const [exchange, setExchange] = useState<ExchangeId>()
  const opened = useMemo(() => openedOf(recordings, exchange), [recordings, exchange])
  const replayed = useReplayed(inspected?.run.id)
  if (opened?.reading === undefined) {
    return (
      <section aria-label="Inspector" className="grid h-full place-content-center bg-surface p-8 text-center">
        <p className="text-text-subtle">The recording was left out of this link: there are no events to inspect.</p>
      </section>
    )
  }
  const { recording, reading = nothingRead } = replayed ?? opened
  const inspector = (
    <Inspector key={recording.id} recording={recording} reading={reading} live={replayed?.moment.ended === false} />
  )
  if (recordings.length < 2) return inspector
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <ExchangeSwitcher
        exchanges={recordings.map(({ id }) => id)}
        recording={recording}
        onShow={(next) => {
          leaveReplay()
          setExchange(next)
        }}
      />
      {inspector}
    </div>
  )
}

interface SharedStripProps {
  readonly inspected: UnpackedRun
  readonly narrow: boolean
}

/** The strip asks neither the network nor this browser's storage: what it moves along came with the link. */
export const SharedStrip = ({ inspected: { run, recordings }, narrow }: SharedStripProps) => {
  const entry = useMemo(() => openedOf(recordings), [recordings])
  const chain = useMemo(() => chainOf(recordings), [recordings])
  useLeaveReplay(run.id)
  if (entry?.reading === undefined) return null
  return (
    <Suspense fallback={<div className="h-9 border-t border-border bg-surface-raised" />}>
      <OpenStrip key={run.id} run={run} entry={entry} chain={chain} narrow={narrow} />
    </Suspense>
  )
}
