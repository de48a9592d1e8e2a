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

/** Milliseconds for a table. A page is told about tasks of 50 ms and more only: 0 is none of them. */
export const longTaskWords = (longest: number): string => (longest === 0 ? 'under 50' : longest.toFixed(0))
