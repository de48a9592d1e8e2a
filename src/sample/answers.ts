/** A JSON answer. */
export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

/** An error of the workspace's REST API in its standard form. */
export const restError = (status: number, code: string, message: string, requestId: string): Response =>
  jsonAnswer(status, {
    error_code: code,
    message,
    details: [{ '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: requestId, serving_data: '' }],
  })

/** An error of an app's own server, as FastAPI writes it. */
export const detailError = (status: number, detail: string): Response => jsonAnswer(status, { detail })

export const eventStream = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
