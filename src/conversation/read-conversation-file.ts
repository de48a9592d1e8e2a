import { bytesOfFile } from '../browser/files.ts'
import { unreadableFile } from '../exchange/recording-file.ts'
import { parseJson } from '../lib/json.ts'
import { failure, type Problem, type Result } from '../lib/problem.ts'
import { conversationFromJson, type PortableConversation } from './conversation-file.ts'

/** A file stands in memory several times while it is read: as bytes, as text, as values and as bytes again. */
const fileLimit = 100 * 1024 * 1024

const tooLarge = (file: File): Problem => ({
  kind: 'input',
  code: 'file-too-large',
  title: 'This file is too large to be opened',
  detail: `${file.name} has ${Math.ceil(file.size / 1e6).toLocaleString('en')} MB; at most ${Math.floor(fileLimit / 1e6)} MB are read.`,
  remedy: 'Nothing was changed. Export single answers instead of the whole conversation where it was made.',
  who: 'you',
})

const textOf = async (file: File): Promise<string | undefined> => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytesOfFile(file))
  } catch {
    return undefined
  }
}

/** The conversation in a file that anybody may have written, or why there is none. */
export const readConversationFile = async (file: File): Promise<Result<PortableConversation>> => {
  if (file.size > fileLimit) return failure(tooLarge(file))
  const text = await textOf(file)
  if (text === undefined) return failure(unreadableFile(`${file.name} could not be read, or is not text in UTF-8.`))
  const json = parseJson(text)
  if (!json.ok) return failure(unreadableFile(`${file.name} is not JSON: ${json.detail}`))
  const read = conversationFromJson(json.value)
  return read.ok ? read : failure({ ...read.problem, detail: `${file.name}: ${read.problem.detail}` })
}
