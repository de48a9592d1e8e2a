import { useEffect } from 'react'
import { useStore } from 'zustand'
import { documentsWhile } from '../browser/storage.ts'
import type { RunId } from '../conversation/conversation.ts'
import { sameList } from '../conversation/thread-model.ts'
import { useConversationServices, type ConversationServices } from '../conversation/use-conversation.ts'
import { createAskingStore, type AskingStore } from './asking-store.ts'
import type { Setup } from './column.ts'
import { createSetupStore, type SetupStore } from './setup-store.ts'

interface CompareStores {
  readonly setup: SetupStore
  readonly asking: AskingStore
}

/** One of each per page: they come with the pane, and outlive it. */
const made = new WeakMap<ConversationServices['talk'], CompareStores>()

export const compareStoresOf = ({
  talk,
  keepsHistory,
}: Pick<ConversationServices, 'talk' | 'keepsHistory'>): CompareStores => {
  const known = made.get(talk) ?? {
    setup: createSetupStore(documentsWhile(keepsHistory)),
    asking: createAskingStore(),
  }
  made.set(talk, known)
  return known
}

/** What is set up to be asked; undefined until it was read. */
export const useSetup = (): readonly [Setup | undefined, SetupStore['setupChanged']] => {
  const { setup: store } = compareStoresOf(useConversationServices())
  const { setup, ready } = useStore(store)
  return [ready ? setup : undefined, store.setupChanged]
}

/** Remembers what is compared, so that one finds back to it. */
export const useRememberCompared = (runs: readonly RunId[]): void => {
  const { setup } = compareStoresOf(useConversationServices())
  const ready = useStore(setup, (state) => state.ready)
  // What was compared is kept outside of React, and outlives the page.
  useEffect(() => {
    if (ready && runs.length > 1) setup.setupChanged({ last: runs })
  }, [ready, runs, setup])
}

const none: readonly number[] = []

/** Which columns beside these runs are still to be asked. */
export const useWaitingColumns = (runs: readonly RunId[]): readonly number[] => {
  const { asking } = compareStoresOf(useConversationServices())
  return useStore(asking, (state) => (sameList(state.runs, runs) ? state.waiting : none))
}
