import { useEffect, useRef, useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import { runSeries, type SeriesPlan } from '../comparison/run-series.ts'
import { seriesCsv, seriesJson } from '../comparison/series.ts'
import { SeriesView } from '../comparison/series-view.tsx'
import type { Conversation, Turn } from '../conversation/conversation.ts'
import { saveText } from '../conversation/save-text.ts'
import { useConversationServices, useRunsOf } from '../conversation/use-conversation.ts'
import { whenRunOver } from '../conversation/when-run-over.ts'

interface SeriesPaneProps {
  readonly agent: Agent | undefined
  readonly conversation: Conversation
  readonly turn: Turn
}

/** All runs of one turn as a series; more of them at a click. */
export const SeriesPane = ({ agent, conversation, turn }: SeriesPaneProps) => {
  const { talk, conversations, masking } = useConversationServices()
  const known = useRunsOf([turn])
  const runs = turn.runs.flatMap((id) => known[id] ?? [])
  const stop = useRef<AbortController>(null)
  const [running, setRunning] = useState(false)
  // Whoever leaves begins nothing more; what runs goes on and is kept.
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  const start = (plan: SeriesPlan) => {
    if (agent === undefined) return
    const controller = new AbortController()
    stop.current = controller
    setRunning(true)
    void runSeries(plan, controller.signal, {
      begin: (mode) => (left.current ? undefined : talk.runAgain(agent, conversation.id, turn.id, mode, 'beside')),
      whenOver: (run) => whenRunOver(conversations, run),
      stop: talk.stopRun,
    }).finally(() => setRunning(false))
  }
  return (
    <SeriesView
      question={turn.input.text}
      agentName={conversation.agentName}
      runs={runs}
      running={running}
      blocked={agent === undefined}
      onStart={start}
      onStop={() => stop.current?.abort()}
      onCsv={() => void saveText({ masking, conversations }, 'runs.csv', 'text/csv', seriesCsv(runs))}
      onJson={() => void saveText({ masking, conversations }, 'runs.json', 'application/json', seriesJson(runs))}
    />
  )
}
