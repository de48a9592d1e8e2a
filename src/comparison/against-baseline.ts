import type { Run } from '../conversation/conversation.ts'
import type { DifferenceWords } from '../conversation/thread-model.ts'
import type { Finding } from '../protocol/finding.ts'
import { duration } from '../ui/figures.ts'
import type { Comparison } from './compare-answers.ts'
import { verdictOf, wordsWithin } from './verdict.ts'

type Told = Pick<Run, 'mode' | 'figures'> & { readonly snapshot: { readonly findings: readonly Finding[] } }

/** `total 1.20 s (+0.31 s)`; nothing where one of the two never came so far. */
const latencyWords = (name: string, before: number | undefined, now: number | undefined): readonly string[] => {
  if (before === undefined || now === undefined) return []
  const change = now - before
  const sign = change < 0 ? '−' : '+'
  return [`${name} ${duration(now)} (${sign}${duration(Math.abs(change))})`]
}

const codesOf = (run: Told): ReadonlySet<string> => new Set(run.snapshot.findings.map(({ code }) => code))

/** Findings are held against each other by their kind: how often one shows changes from run to run. */
const findingWords = (baseline: Told, run: Told): string => {
  const [before, now] = [codesOf(baseline), codesOf(run)]
  const come = [...now].filter((code) => !before.has(code)).length
  const gone = [...before].filter((code) => !now.has(code)).length
  if (come === 0 && gone === 0) return before.size === 0 ? 'no findings' : 'same findings'
  const parts = [...(come === 0 ? [] : [`${come} new`]), ...(gone === 0 ? [] : [`${gone} gone`])]
  return `findings: ${parts.join(', ')}`
}

/** What changed against the baseline, in one short line: tools and text, latency, findings. */
export const againstBaseline = (baseline: Told, run: Told, comparison: Comparison): DifferenceWords => {
  const verdict = verdictOf(comparison, { a: 'the baseline', b: 'this run' })
  const findings = findingWords(baseline, run)
  const line = [
    wordsWithin(verdict),
    ...latencyWords('first text', baseline.figures.firstText, run.figures.firstText),
    ...latencyWords('total', baseline.figures.total, run.figures.total),
    findings,
  ]
  const changed = verdict.kind === 'different' || findings.startsWith('findings:')
  return { kind: changed ? 'different' : 'same', sentence: line.join(' · ') }
}
