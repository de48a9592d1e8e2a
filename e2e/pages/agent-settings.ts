import { expect, type Locator, type Page } from '@playwright/test'

/** The dialog that says how an agent is called, and why, and lets a person call it otherwise. */
export class AgentSettings {
  readonly open: Locator
  readonly dialog: Locator
  readonly evidence: Locator
  readonly dialect: Locator
  readonly path: Locator
  readonly trace: Locator
  readonly reset: Locator
  readonly save: Locator

  constructor(page: Page) {
    this.open = page.getByRole('button', { name: /^Agent settings/ })
    this.dialog = page.getByRole('dialog', { name: /^How .* is called$/ })
    this.evidence = this.dialog.getByRole('list', { name: 'Evidence' })
    this.dialect = this.dialog.getByRole('combobox', { name: 'Dialect' })
    this.path = this.dialog.getByRole('combobox', { name: 'Call path' })
    this.trace = this.dialog.getByRole('switch', { name: 'Ask for the trace' })
    this.reset = this.dialog.getByRole('button', { name: 'Reset to what was found' })
    this.save = this.dialog.getByRole('button', { name: 'Save' })
  }

  /** Opens it, does something in it, and saves. */
  async change(doing: () => Promise<unknown>): Promise<void> {
    await this.open.click()
    await expect(this.dialog).toBeVisible()
    await doing()
    await this.save.click()
    await expect(this.dialog).toBeHidden()
  }
}
