export type Severity = 'breaks-clients' | 'loses-data' | 'odd'

/**
 * Every deviation that is told, with how much it matters. `breaks-clients`: clients that follow the standard fail, or
 * the next turn is refused. `loses-data`: something that was meant for the reader does not reach every reader. `odd`:
 * harmless where clients are lenient; nothing that MLflow's own servers and helpers write is told worse than that.
 */
const severities = {
  'invalid-frame': 'breaks-clients',
  'invalid-utf8': 'loses-data',
  'invalid-body': 'loses-data',
  'ignored-line': 'loses-data',
  'unfinished-frame': 'breaks-clients',
  'cut-event': 'loses-data',
  'wrong-content-type': 'breaks-clients',
  'event-name-differs': 'odd',
  'untyped-event': 'breaks-clients',
  'invalid-event': 'breaks-clients',
  'unknown-event': 'odd',
  'bare-item': 'breaks-clients',
  'unknown-item': 'odd',
  'unknown-part': 'loses-data',
  'incomplete-item': 'breaks-clients',
  'null-field': 'odd',
  'undeclared-item': 'breaks-clients',
  'undeclared-part': 'breaks-clients',
  'missing-index': 'breaks-clients',
  'shared-index': 'breaks-clients',
  'nameless-delta': 'breaks-clients',
  'renamed-item': 'breaks-clients',
  'shared-id': 'breaks-clients',
  'shared-id-across-kinds': 'odd',
  'placeholder-id': 'odd',
  'missing-id': 'odd',
  'renamed-response': 'odd',
  'long-id': 'breaks-clients',
  'emptied-item': 'loses-data',
  'done-text-differs': 'loses-data',
  'missing-text-done': 'odd',
  'repeated-item': 'odd',
  'unfinished-item': 'loses-data',
  'arguments-not-json': 'breaks-clients',
  'arguments-not-text': 'breaks-clients',
  'output-not-text': 'breaks-clients',
  'orphan-output': 'breaks-clients',
  'call-without-output': 'breaks-clients',
  'missing-created': 'odd',
  'late-created': 'breaks-clients',
  'several-rounds': 'odd',
  'sequence-gap': 'loses-data',
  'sequence-repeat': 'odd',
  'sequence-disorder': 'odd',
  'missing-sequence': 'odd',
  'unknown-status': 'odd',
  'unknown-finish-reason': 'odd',
  'contradicting-status': 'odd',
  'inconsistent-usage': 'odd',
  'empty-final-output': 'loses-data',
  'final-output-differs': 'loses-data',
  'empty-answer': 'loses-data',
  'missing-completed': 'breaks-clients',
  'missing-finish-reason': 'odd',
  'missing-end': 'breaks-clients',
  'repeated-terminal': 'odd',
  'event-after-terminal': 'loses-data',
  'data-after-done': 'loses-data',
  'duplicate-done': 'odd',
  'done-after-error': 'odd',
  'untyped-error': 'odd',
  'unexplained-error': 'odd',
  'error-with-success-status': 'breaks-clients',
} as const satisfies Record<string, Severity>

/** Kebab-case. A new one does not compile until it has a severity here, and words in the inspector's catalogue. */
export type FindingCode = keyof typeof severities

export const severityOf = (code: FindingCode): Severity => severities[code]

/** All codes, in the order in which the table lists them: bytes, events, items, order, ending. */
export const findingCodes = Object.keys(severities) as readonly FindingCode[]

/** A deviation from the protocol that the fold tolerated. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** One plain sentence with the particulars. */
  readonly detail: string
  /** Index of the event in the event log at which it first shows. */
  readonly event: number
  /** The first events at which it shows, ascending; at most `mostEvents`. */
  readonly events: readonly number[]
  /** At how many events it shows. */
  readonly times: number
}

const mostEvents = 50

export const firstFinding = (code: FindingCode, detail: string, event: number): Finding => ({
  code,
  severity: severityOf(code),
  detail,
  event,
  events: [event],
  times: 1,
})

/** The same finding, made again. At one event it counts once. */
export const againAt = (finding: Finding, event: number): Finding => {
  const { events, times } = finding
  if (events.at(-1) === event) return finding
  return { ...finding, times: times + 1, events: events.length < mostEvents ? [...events, event] : events }
}
