import type { EpochMs } from '../lib/brand.ts'
import { fieldOf, parseJson } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'
import { errorTextOf, type ErrorText } from '../protocol/error-body.ts'
import { type Callee, failureWords, type FailureWords } from './failure-words.ts'
import { contentTypeOf, headerField } from './header-field.ts'
import type { Head } from './recording.ts'
import { waitOf } from './retry-after.ts'

export type { Callee } from './failure-words.ts'

const pageInstead: FailureWords = {
  code: 'page-instead-of-answer',
  title: 'A web page came back instead of an answer',
  remedy: 'It is usually a sign-in page: sign in again, or check that the URL is the agent’s own.',
  who: 'you',
}

const requestIdOf = (head: Head, said: ErrorText): string | undefined =>
  said.requestId ?? headerField(head.headers, 'x-request-id') ?? headerField(head.headers, 'x-databricks-request-id')

const detailOf = ({ status, statusText }: Head, { message, details }: ErrorText): string => {
  if (message === '' || message === '{}') return `${`${status} ${statusText}`.trim()}, and no word about why.`
  return details === undefined ? message : `${message}\n${details}`
}

/**
 * An answer that is an error, or is not an agent's answer at all, in words; undefined when it is an answer.
 * `startedAt` is when its exchange began, for telling until when the other side asks to wait.
 */
export const answerProblem = (
  head: Head,
  body: string,
  callee: Callee,
  startedAt = 0 as EpochMs,
): Problem | undefined => {
  const contentType = contentTypeOf({ head }) ?? ''
  const isAnswer = head.status >= 200 && head.status < 300
  if (isAnswer && !/text\/html/i.test(contentType)) return undefined
  const said = errorTextOf(body, contentType)
  const receivedAt = (startedAt + head.at) as EpochMs
  const wait = isAnswer ? undefined : waitOf(head.headers, receivedAt)
  const parsed = parseJson(body)
  const json = parsed.ok ? parsed.value : undefined
  const { status, statusText } = head
  const words = isAnswer
    ? pageInstead
    : failureWords({
        status,
        statusText,
        text: `${said.message} ${said.details ?? ''}`,
        code: said.code,
        isFromAgent: fieldOf(json, 'detail') !== undefined,
        isFromModel: fieldOf(json, 'external_model_error') !== undefined,
        callee,
        wait,
      })
  const requestId = requestIdOf(head, said)
  return {
    kind: 'http',
    ...words,
    detail: detailOf(head, said),
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(wait === undefined || startedAt === 0 ? {} : { retryAt: (receivedAt + wait) as EpochMs }),
  }
}
