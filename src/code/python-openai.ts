import { clientCallOf } from './client-call.ts'
import { fileNameOf, needsToken, tokenAdvice, tokenVariable, type CodeRequest, type Snippet } from './code-request.ts'
import { pythonCall, pythonNotes, readsEnvironment } from './python-call.ts'
import { pythonString } from './python-literal.ts'

/** The plain client, for whoever has no Databricks package at hand. It is told where the agent lives. */
export const pythonOpenai = (request: CodeRequest): Snippet => {
  const found = clientCallOf(request)
  if (!found.ok) return { kind: 'impossible', why: found.why }
  const signedIn = needsToken(request)
  const text = [
    '# pip install openai',
    ...(signedIn ? [`# export ${tokenVariable}="$(${tokenAdvice(request)})"`] : []),
    ...(signedIn || readsEnvironment(request) ? ['import os', ''] : []),
    'from openai import OpenAI',
    '',
    'client = OpenAI(',
    `    base_url=${pythonString(found.call.base)},`,
    signedIn
      ? `    api_key=os.environ["${tokenVariable}"],`
      : '    api_key="none",  # An agent on this computer asks for no sign-in.',
    '    max_retries=0,  # Asked again, an agent may use its tools again.',
    ')',
    '',
    pythonCall(request, found.call),
  ].join('\n')
  return {
    kind: 'code',
    text,
    fileName: fileNameOf(request, 'py', 'ask_openai'),
    notes: [...found.call.notes, ...pythonNotes(request)],
  }
}
