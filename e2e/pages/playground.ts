import { expect, type Locator, type Page } from '@playwright/test'
import { AnswerCard } from './answer-card.ts'
import { SampleSignIn, type Person } from './sample-sign-in.ts'

/** The playground as a person meets it: everything is found by its role and name. */
export class Playground {
  readonly page: Page
  readonly signInPages: SampleSignIn
  readonly trySample: Locator
  readonly connectWorkspace: Locator
  readonly talkToLocal: Locator
  readonly workspace: Locator
  readonly signInButton: Locator
  readonly signOut: Locator
  readonly agents: Locator
  readonly message: Locator
  readonly send: Locator
  readonly stop: Locator
  readonly stream: Locator
  readonly background: Locator
  readonly drop: Locator
  readonly conversation: Locator
  readonly conversations: Locator
  readonly inspector: Locator
  readonly alerts: Locator

  constructor(page: Page) {
    this.page = page
    this.signInPages = new SampleSignIn(page)
    this.trySample = page.getByRole('button', { name: 'Try the sample workspace' })
    this.connectWorkspace = page.getByRole('button', { name: 'Connect your workspace' })
    this.talkToLocal = page.getByRole('button', { name: 'Talk to an agent on this computer' })
    this.workspace = page.getByRole('button', { name: /^Workspace/ })
    this.signInButton = page.getByRole('button', { name: 'Sign in', exact: true })
    this.signOut = page.getByRole('button', { name: 'Sign out', exact: true })
    this.agents = page.getByRole('list', { name: 'Agents' })
    this.message = page.getByRole('textbox', { name: 'Message' })
    this.send = page.getByRole('button', { name: 'Send', exact: true })
    this.stop = page.getByRole('button', { name: 'Stop', exact: true })
    this.stream = page.getByRole('switch', { name: 'Stream' })
    this.drop = page.getByRole('button', { name: 'Drop the connection' })
    this.background = page.getByRole('switch', { name: 'Background' })
    this.conversation = page.getByRole('log', { name: 'Conversation' })
    this.conversations = page.getByRole('navigation', { name: 'Conversations', exact: true })
    this.inspector = page.getByRole('region', { name: 'Inspector' })
    this.alerts = page.getByRole('alert')
  }

  /** Opens the playground; `fragment` is without `#`. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(fragment === '' ? '/' : `/#${fragment}`)
  }

  /** Opens the playground for the first time and signs in to the sample workspace. */
  async signIn(person: Person = 'Ada Okafor'): Promise<void> {
    await this.open()
    await this.trySample.click()
    await this.signInPages.signInAs(person)
    await expect(this.workspace).toHaveAccessibleName(new RegExp(person))
  }

  agent(name: string): Locator {
    return this.agents.getByRole('listitem', { name: new RegExp(`^${name}\\b`) })
  }

  async chooseAgent(name: string): Promise<void> {
    await this.agent(name)
      .getByRole('button', { name: new RegExp(`^${name}\\b`) })
      .click()
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(this.message).toBeVisible()
  }

  /** Adds an agent on this computer from the first screen and opens it; no sign-in. */
  async addLocalAgent(url: string, name = ''): Promise<void> {
    await this.open()
    await this.talkToLocal.click()
    const dialog = this.page.getByRole('dialog', { name: 'Add an agent on this computer' })
    await dialog.getByRole('textbox', { name: 'Agent URL' }).fill(url)
    if (name !== '') await dialog.getByRole('textbox', { name: /^Name/ }).fill(name)
    await dialog.getByRole('button', { name: /^Add/ }).click()
    await expect(dialog).toBeHidden()
    await expect(this.message).toBeVisible()
  }

  /** Types a message and presses Enter. */
  async say(text: string): Promise<void> {
    await this.message.fill(text)
    await this.message.press('Enter')
  }

  /** The answer at this place, counted from the first; the last one without a place. */
  answer(index?: number): AnswerCard {
    const answers = this.conversation.getByRole('article', { name: /^Answer/ })
    return new AnswerCard(index === undefined ? answers.last() : answers.nth(index))
  }

  get answers(): Locator {
    return this.conversation.getByRole('article', { name: /^Answer/ })
  }

  /** Says something and waits for the end of the answer. */
  async ask(text: string, state = 'completed'): Promise<AnswerCard> {
    const before = await this.answers.count()
    await this.say(text)
    await expect(this.answers).toHaveCount(before + 1)
    const answer = this.answer()
    await answer.expectState(state)
    return answer
  }

  tab(name: 'Events' | 'Raw' | 'Timeline' | 'Findings' | 'Request' | 'Trace'): Locator {
    return this.inspector.getByRole('tab', { name: new RegExp(`^${name}`) })
  }

  /** Opens custom_inputs and replaces its text. */
  async setCustomInputs(text: string): Promise<void> {
    const box = await this.openCustomInputs()
    await box.click()
    await box.press('ControlOrMeta+a')
    await box.press('Delete')
    // Inserted at once, as a paste: typed brackets would be closed by the editor.
    if (text !== '') await this.page.keyboard.insertText(text)
  }

  async openCustomInputs(): Promise<Locator> {
    const chip = this.page.getByRole('button', { name: /^custom_inputs/ })
    if ((await chip.getAttribute('aria-expanded')) !== 'true') await chip.click()
    const box = this.page.getByRole('textbox', { name: 'custom_inputs' })
    await expect(box).toBeVisible()
    return box
  }

  conversationEntry(title: string | RegExp): Locator {
    return this.conversations
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: title }) })
      .getByRole('button')
      .first()
  }
}
