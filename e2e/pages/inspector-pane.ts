import type { Locator } from '@playwright/test'

/** The raw side of the screen: lists of events and chunks, and what is selected in them. */
export class InspectorPane {
  readonly root: Locator
  readonly events: Locator
  readonly chunks: Locator
  readonly search: Locator

  constructor(root: Locator) {
    this.root = root
    this.events = root.getByRole('grid', { name: 'Events' })
    this.chunks = root.getByRole('grid', { name: 'Chunks' })
    this.search = root.getByRole('searchbox', { name: 'Search events by regular expression' })
  }

  /** The row of the event with this number, counted from 1 as the list does. */
  row(number: number): Locator {
    return this.events.getByRole('row', { name: new RegExp(`^${number}\\s`) })
  }

  kind(name: RegExp): Locator {
    return this.root.getByRole('group', { name: 'Show only' }).getByRole('button', { name })
  }

  detail(name: string): Locator {
    return this.root.getByRole('region', { name, exact: true })
  }
}
