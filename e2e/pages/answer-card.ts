import { expect, type Download, type Locator } from '@playwright/test'

/** One answer of the conversation. */
export class AnswerCard {
  readonly root: Locator
  readonly runAgain: Locator
  readonly exportButton: Locator
  readonly alert: Locator

  constructor(root: Locator) {
    this.root = root
    this.runAgain = root.getByRole('button', { name: 'Run again' })
    this.exportButton = root.getByRole('button', { name: 'Export' })
    this.alert = root.getByRole('alert')
  }

  /** Chooses an entry of the Export menu, and waits for its file. */
  async export(
    entry: 'Recording' | 'Bytes as received' | 'Events' | 'HTTP archive' | 'Markdown to read',
  ): Promise<Download> {
    const page = this.root.page()
    await this.exportButton.click()
    const item = page.getByRole('menuitem', { name: new RegExp(`^${entry} `) })
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()])
    return download
  }

  /** Waits until the answer says this state in words, to the eye and to assistive technology. */
  async expectState(state: string): Promise<void> {
    await expect(this.root).toHaveAccessibleName(new RegExp(`\\b${state}$`), { timeout: 30_000 })
    await expect(this.root.getByRole('contentinfo').or(this.root)).toContainText(state)
  }
}
