interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Processor time, in milliseconds, of each task on the main thread of any page, however busy the computer was. */
export const mainThreadTasks = (trace: Buffer): readonly number[] => {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] }
  const mainThreads = new Set(
    traceEvents.flatMap(({ name, pid, tid, args }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
    ),
  )
  return traceEvents.flatMap(({ name, pid, tid, tdur = 0 }) =>
    name === 'RunTask' && mainThreads.has(`${pid} ${tid}`) ? [tdur / 1000] : [],
  )
}
