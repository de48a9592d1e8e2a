import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import { waitInWords } from '../exchange/retry-after.ts'
import type { EpochMs } from '../lib/brand.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

/**
 * Counts down what the other side asks to wait. It tells its start and its end to assistive technology, not each
 * second, and it sends nothing: when to run again is the person's choice, also before the time is over.
 */
export const RetryCountdown = ({ until }: { readonly until: EpochMs }) => {
  const seconds = useSecondsUntil(until)
  const [asked] = useState(seconds)
  const isOver = seconds === 0
  return (
    <p className="flex items-center gap-2 px-1 text-xs text-text-subtle tabular-nums">
      <Hourglass size={14} aria-hidden className={isOver ? 'text-text-subtle' : 'text-notice'} />
      <span aria-hidden>
        {isOver
          ? 'The wait that the server asked for is over.'
          : `The server asks to wait: ${waitInWords(seconds)} left.`}
      </span>
      <span role="status" className="sr-only">
        {isOver ? 'The wait is over. You can run again.' : `The server asks to wait ${waitInWords(asked)}.`}
      </span>
    </p>
  )
}
