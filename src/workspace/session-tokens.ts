import type { Channel } from '../browser/channel.ts'
import type { EpochMs } from '../lib/brand.ts'
import { readTokens, writeTokens, type Identity, type Tokens } from './tokens.ts'
import type { WorkspaceId } from './workspace.ts'

/** Why tokens are gone: a person signed out, or the workspace ended the session. */
export type DropReason = 'signed-out' | 'ended'

/** What tabs of this origin tell each other. Tokens travel as text, so that what arrives is read and not trusted. */
export type SessionMessage =
  | { readonly kind: 'ask'; readonly workspace: WorkspaceId; readonly newerThan: number }
  | { readonly kind: 'tokens'; readonly workspace: WorkspaceId; readonly tokens: string; readonly remaining: number }
  | { readonly kind: 'dropped'; readonly workspace: WorkspaceId; readonly serial: number; readonly reason: DropReason }

export type TokenChange =
  | { readonly kind: 'held'; readonly workspace: WorkspaceId; readonly tokens: Tokens }
  | {
      readonly kind: 'dropped'
      readonly workspace: WorkspaceId
      readonly reason: DropReason
      readonly tokens: Tokens | undefined
      readonly serial: number
    }

export interface SessionTokensDoors {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly channel: Channel<SessionMessage>
  readonly monotonic: () => number
  readonly wallClock: () => EpochMs
}

export interface SessionTokens {
  get(workspace: WorkspaceId): Tokens | undefined
  /** Milliseconds the access token is still good for; 0 without one. */
  timeLeft(workspace: WorkspaceId): number
  /** Keeps new tokens and hands them to the other tabs. */
  hold(workspace: WorkspaceId, tokens: Tokens): void
  /** Adds who is signed in to tokens that are there already. */
  amend(workspace: WorkspaceId, identity: Identity): void
  /** Forgets the tokens here and in all tabs. */
  drop(workspace: WorkspaceId, reason: DropReason): void
  /** A serial higher than any this tab knows of, for tokens of a new sign-in. */
  newestSerial(workspace: WorkspaceId): number
  /** Takes up what this tab's storage holds, unless it was signed out elsewhere up to that serial meanwhile. */
  restore(workspace: WorkspaceId, signedOutUpTo: number): void
  /** Asks the other tabs for tokens newer than a serial; whether some arrived within the time. */
  ask(workspace: WorkspaceId, newerThan: number, milliseconds: number): Promise<boolean>
  onChange(listener: (change: TokenChange) => void): () => void
  close(): void
}

const keyOf = (workspace: WorkspaceId) => `playground.tokens.${workspace}`

interface Held {
  readonly tokens: Tokens
  /** On this tab's monotonic clock. */
  readonly deadline: number
}

/** This tab's tokens, one set per workspace, kept in step with the other tabs. The only place that knows them. */
export const createSessionTokens = ({ storage, channel, monotonic, wallClock }: SessionTokensDoors): SessionTokens => {
  const held = new Map<WorkspaceId, Held>()
  const floors = new Map<WorkspaceId, number>()
  const listeners = new Set<(change: TokenChange) => void>()

  const publish = (change: TokenChange) => {
    for (const listener of listeners) listener(change)
  }

  const timeLeft = (workspace: WorkspaceId): number => {
    const entry = held.get(workspace)
    if (entry === undefined) return 0
    // The monotonic clock ignores a changed wall clock, but may stand still while the computer sleeps; the
    // shorter of both is right in either case, and errs towards one refresh too many.
    return Math.max(0, Math.min(entry.deadline - monotonic(), entry.tokens.expiresAt - wallClock()))
  }

  const take = (workspace: WorkspaceId, tokens: Tokens, remaining: number) => {
    const clamped = Math.max(0, Math.min(remaining, tokens.lifetime))
    held.set(workspace, { tokens, deadline: monotonic() + clamped })
    storage.setItem(keyOf(workspace), writeTokens(tokens))
    publish({ kind: 'held', workspace, tokens })
  }

  const share = (workspace: WorkspaceId) => {
    const entry = held.get(workspace)
    if (entry === undefined) return
    const remaining = entry.deadline - monotonic()
    channel.send({ kind: 'tokens', workspace, tokens: writeTokens(entry.tokens), remaining })
  }

  const newestSerial = (workspace: WorkspaceId): number =>
    Math.max(held.get(workspace)?.tokens.serial ?? 0, floors.get(workspace) ?? 0)

  const discard = (workspace: WorkspaceId, reason: DropReason, serial: number) => {
    const tokens = held.get(workspace)?.tokens
    floors.set(workspace, Math.max(floors.get(workspace) ?? 0, serial))
    held.delete(workspace)
    storage.removeItem(keyOf(workspace))
    publish({ kind: 'dropped', workspace, reason, tokens, serial })
  }

  const stop = channel.listen((message) => {
    const { workspace } = message
    switch (message.kind) {
      case 'ask':
        if (newestSerial(workspace) > message.newerThan) share(workspace)
        return
      case 'tokens': {
        const tokens = readTokens(message.tokens)
        if (tokens !== undefined && tokens.serial > newestSerial(workspace)) take(workspace, tokens, message.remaining)
        return
      }
      case 'dropped':
        if (message.serial >= newestSerial(workspace)) discard(workspace, message.reason, message.serial)
        return
    }
  })

  const onChange = (listener: (change: TokenChange) => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get: (workspace) => held.get(workspace)?.tokens,
    timeLeft,
    newestSerial,
    hold: (workspace, tokens) => {
      take(workspace, tokens, tokens.lifetime)
      share(workspace)
    },
    amend: (workspace, identity) => {
      const entry = held.get(workspace)
      if (entry === undefined) return
      take(workspace, { ...entry.tokens, serial: entry.tokens.serial + 1, identity }, entry.deadline - monotonic())
      share(workspace)
    },
    drop: (workspace, reason) => {
      const serial = newestSerial(workspace)
      discard(workspace, reason, serial)
      channel.send({ kind: 'dropped', workspace, serial, reason })
    },
    restore: (workspace, signedOutUpTo) => {
      floors.set(workspace, Math.max(floors.get(workspace) ?? 0, signedOutUpTo))
      const text = storage.getItem(keyOf(workspace))
      const tokens = text === null ? undefined : readTokens(text)
      if (tokens !== undefined && tokens.serial > newestSerial(workspace)) {
        take(workspace, tokens, tokens.expiresAt - wallClock())
      } else if (text !== null && held.get(workspace) === undefined) storage.removeItem(keyOf(workspace))
    },
    ask: (workspace, newerThan, milliseconds) =>
      new Promise((resolve) => {
        const finish = (newer: boolean) => {
          clearTimeout(timer)
          forget()
          resolve(newer)
        }
        const timer = setTimeout(() => finish(false), milliseconds)
        const forget = onChange((change) => {
          if (change.workspace === workspace && change.kind === 'held' && change.tokens.serial > newerThan) finish(true)
        })
        channel.send({ kind: 'ask', workspace, newerThan })
      }),
    onChange,
    close: () => {
      stop()
      listeners.clear()
    },
  }
}
