import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { FilesTaken } from '../agent/files-taken.ts'
import { bytesOfFile, forgetUrl, urlOfBytes, type GivenFiles } from '../browser/files.ts'
import { isImage, isRecordingFile, mediaTypeOf, misfitOf, refusalOf } from './attachment.ts'
import type { Attachment, AttachmentId } from './conversation.ts'
import { useConversationServices } from './use-conversation.ts'

const noFiles: readonly Attachment[] = []

/** What the composer knows of files, and can do with them. */
export interface Attaching {
  readonly taken: FilesTaken
  readonly files: readonly Attachment[]
  /** What could not be attached, and why. */
  readonly refused: readonly string[]
  /** False where nothing of it is for the composer: recordings are for the page. */
  readonly onFiles: (given: GivenFiles) => boolean
  readonly onRemove: (id: AttachmentId) => void
  readonly onRefusedSeen: () => void
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

/** The files of an unsent message, by where it is written. */
export const useAttaching = (place: string, taken: FilesTaken): Attaching & { readonly onSent: () => void } => {
  const { drafts, attachments } = useConversationServices()
  const files = useStore(drafts, (state) => state.files[place] ?? noFiles)
  const [refused, setRefused] = useState<readonly string[]>([])

  const attach = useCallback(
    async (file: File): Promise<string | undefined> => {
      const refusal = refusalOf(file, taken)
      if (refusal !== undefined) return refusal
      const bytes = await bytesOfFile(file).catch(() => undefined)
      if (bytes === undefined) return `${file.name} could not be read. It may have been moved or changed.`
      const mediaType = mediaTypeOf(file.name, file.type, bytes)
      const misfit = misfitOf({ name: file.name, mediaType }, taken)
      if (misfit !== undefined) return misfit
      for (const known of drafts.getState().files[place] ?? []) {
        const before = known.size === bytes.length ? await attachments.load(known.id) : undefined
        if (before !== undefined && sameBytes(before, bytes)) {
          return `${file.name} is attached already${known.name === file.name ? '' : `, as ${known.name}`}.`
        }
      }
      const added = await attachments.add({ name: file.name, mediaType, size: bytes.length }, bytes)
      drafts.filesChanged(place, (list) => [...list, added])
      return file.type.startsWith('image/') && file.type !== mediaType
        ? `${file.name} says it is ${file.type}, but its bytes are not. It goes along as ${mediaType}.`
        : undefined
    },
    [attachments, drafts, place, taken],
  )

  const onFiles = useCallback(
    ({ files: given, folders }: GivenFiles): boolean => {
      const ours = given.filter(({ name }) => !isRecordingFile(name))
      if (ours.length === 0 && folders.length === 0) return false
      const attachAll = async () => {
        const words = folders.map((name) => `${name} is a folder. Open it and choose its files.`)
        // One after the other: each is compared with those before it.
        for (const file of ours) words.push(...((await attach(file)) ?? '').split('\n').filter((line) => line !== ''))
        setRefused(words)
      }
      void attachAll()
      return true
    },
    [attach],
  )

  const onRemove = useCallback(
    (id: AttachmentId) => {
      drafts.filesChanged(place, (list) => list.filter((file) => file.id !== id))
      void attachments.remove(id)
    },
    [attachments, drafts, place],
  )

  const onRefusedSeen = useCallback(() => setRefused([]), [])
  const onSent = useCallback(() => {
    drafts.filesChanged(place, () => [])
    setRefused([])
  }, [drafts, place])
  return { taken, files, refused, onFiles, onRemove, onRefusedSeen, onSent }
}

/** An address to draw an image with; `null` when its bytes are not here, undefined while they are looked for. */
export const useThumbnail = (attachment: Attachment): string | null | undefined => {
  const { attachments } = useConversationServices()
  const [url, setUrl] = useState<string | null>()
  const drawn = isImage(attachment)
  const { id, mediaType } = attachment
  useEffect(() => {
    let made: string | undefined
    let left = false
    attachments.load(id).then(
      (bytes) => {
        if (left) return
        if (bytes === undefined) setUrl(null)
        else if (drawn) {
          made = urlOfBytes(bytes, mediaType)
          setUrl(made)
        }
      },
      () => setUrl(null),
    )
    return () => {
      left = true
      if (made !== undefined) forgetUrl(made)
    }
  }, [attachments, id, mediaType, drawn])
  return url
}
