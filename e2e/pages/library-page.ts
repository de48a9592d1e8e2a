import { expect, type Locator, type Page } from '@playwright/test'

/** What this browser keeps, as a person sees it. */
export class LibraryPage {
  readonly page: Page
  readonly root: Locator
  readonly meter: Locator
  readonly rows: Locator
  readonly keepsHistory: Locator
  readonly clearsAtSignOut: Locator

  constructor(page: Page) {
    this.page = page
    this.root = page.getByRole('region', { name: 'Library' })
    this.meter = this.root.getByRole('meter', { name: 'Storage used' })
    this.rows = this.root.getByRole('grid', { name: 'Kept conversations' }).getByRole('row')
    this.keepsHistory = this.root.getByRole('switch', { name: 'Keep history' })
    this.clearsAtSignOut = this.root.getByRole('switch', { name: 'Clear at sign-out' })
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Library', exact: true }).click()
    await expect(this.root).toBeVisible()
  }

  row(title: string): Locator {
    return this.rows.filter({ hasText: title })
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  /** A button of the dialog that is open. */
  async confirm(name: RegExp): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name }).click()
  }
}
