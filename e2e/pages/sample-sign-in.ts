import { expect, type Locator, type Page } from '@playwright/test'

/** The people of the sample workspace. */
export type Person = 'Ada Okafor' | 'Ben Ruiz' | 'Chen Li'

/** The sample workspace's own pages: who one is, and what the playground may do. */
export class SampleSignIn {
  readonly page: Page
  readonly heading: Locator
  readonly consent: Locator
  readonly allow: Locator
  readonly cancel: Locator

  constructor(page: Page) {
    this.page = page
    this.heading = page.getByRole('heading', { name: 'Who do you want to be?' })
    this.consent = page.getByRole('heading', { name: /^Allow .* to act for you\?$/ })
    this.allow = page.getByRole('button', { name: 'Allow' })
    this.cancel = page.getByRole('button', { name: 'Cancel' })
  }

  async choose(person: Person): Promise<void> {
    await expect(this.heading).toBeVisible()
    await this.page.getByRole('button', { name: person }).click()
  }

  /** A person who has not allowed it in this browser yet is asked to. */
  async signInAs(person: Person): Promise<void> {
    await this.choose(person)
    await expect(this.consent).toBeVisible()
    await this.allow.click()
  }
}
