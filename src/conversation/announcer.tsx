import { useEffect, useRef, useState } from 'react'
import { nextAnnouncement } from './announcement.ts'
import { answerStateOf, answerTextOf } from './answer-state.ts'
import type { Run } from './conversation.ts'

const pause = 2500
const shortRest = 300

/**
 * Tells a screen reader whole sentences while an answer grows, and its end. It starts anew for each run (`key`);
 * an answer that was over when it was first seen is not told.
 */
export const Announcer = ({ run }: { readonly run: Run }) => {
  const [words, setWords] = useState('')
  const text = useRef('')
  const told = useRef(0)
  const state = answerStateOf(run.phase)
  const answering = state === 'answering'
  const wasAnswering = useRef(answering)
  useEffect(() => {
    text.current = answerTextOf(run.snapshot)
  }, [run.snapshot])
  // Speech is outside of React: this keeps its pace.
  useEffect(() => {
    if (!answering) {
      if (!wasAnswering.current) return undefined
      const rest =
        text.current.length - told.current <= shortRest
          ? nextAnnouncement(`${text.current}\n\n`, told.current)
          : undefined
      setWords(`${rest?.words ?? ''} Answer ${state}.`.trim())
      return undefined
    }
    wasAnswering.current = true
    const timer = setInterval(() => {
      const next = nextAnnouncement(text.current, told.current)
      if (next === undefined) return
      told.current = next.to
      setWords(next.words)
    }, pause)
    return () => clearInterval(timer)
  }, [answering, state])
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  )
}
