/** A deviation from the protocol that the fold tolerated. */
export interface Finding {
  /** Kebab-case, noun-first: `emptied-item`, `renamed-item`, `undeclared-item`, `unknown-event`, `invalid-frame`, … */
  readonly code: string
  readonly severity: 'breaks-clients' | 'loses-data' | 'odd'
  /** One plain sentence with the particulars. */
  readonly detail: string
  /** Index of the event in the event log at which it shows. */
  readonly event: number
}
