/** Counts checks and says each one as it ends. */
export interface Report {
  passed: number
  failed: number
  add(name: string, isOk: boolean, seconds: number, detail?: string): void
  /** Runs a check; a rejection is its failure. */
  check(name: string, body: () => Promise<void>): Promise<void>
}

export const createReport = (): Report => {
  const report: Report = {
    passed: 0,
    failed: 0,
    add(name, isOk, seconds, detail) {
      if (isOk) report.passed += 1
      else report.failed += 1
      console.log(`  ${isOk ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`)
      if (!isOk && detail !== undefined) console.log(detail.trimEnd().replace(/^/gm, '         '))
    },
    async check(name, body) {
      const begun = performance.now()
      const seconds = () => (performance.now() - begun) / 1000
      try {
        await body()
        report.add(name, true, seconds())
      } catch (thrown) {
        const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
        report.add(name, false, seconds(), detail)
      }
    },
  }
  return report
}
