import { tokensPerSecond } from '../conversation/answer-state.ts'
import type { Run } from '../conversation/conversation.ts'
import { byteSize, count, duration } from '../ui/figures.ts'

interface Figure {
  readonly name: string
  readonly of: (run: Run) => number | undefined
  readonly shown: (value: number) => string
}

const figures: readonly Figure[] = [
  { name: 'first byte', of: ({ figures: { firstByte } }) => firstByte, shown: duration },
  { name: 'first text', of: ({ figures: { firstText } }) => firstText, shown: duration },
  { name: 'total', of: ({ figures: { total } }) => total, shown: duration },
  {
    name: 'tokens a second',
    of: ({ mode, figures, snapshot }) => tokensPerSecond(mode, figures, snapshot),
    shown: (value) => value.toFixed(value < 10 ? 1 : 0),
  },
  { name: 'events', of: ({ figures: { events } }) => events, shown: count },
  { name: 'bytes', of: ({ figures: { bytes } }) => bytes, shown: byteSize },
  { name: 'findings', of: ({ snapshot }) => snapshot.findings.length, shown: count },
]

const change = (one: number, other: number, shown: Figure['shown']): string =>
  one === other ? 'same' : `${other > one ? '+' : '−'}${shown(Math.abs(other - one))}`

/** The measured figures of two runs. They always differ, and are no difference. */
export const ComparedFigures = ({ a, b }: { readonly a: Run; readonly b: Run }) => (
  <div className="overflow-x-auto border-b border-border px-4 py-2">
    <table aria-label="Figures" className="w-full text-xs">
      <thead>
        <tr className="text-text-subtle">
          <th scope="col" className="text-start font-medium">
            <span className="sr-only">run</span>
          </th>
          {figures.map(({ name }) => (
            <th key={name} scope="col" className="px-1.5 text-end font-medium whitespace-nowrap">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {[
          { letter: 'A', run: a },
          { letter: 'B', run: b },
        ].map(({ letter, run }) => (
          <tr key={letter}>
            <th scope="row" className="pe-2 text-start font-medium whitespace-nowrap">
              <span className="font-mono">{letter}</span> {run.mode}
            </th>
            {figures.map(({ name, of, shown }) => {
              const value = of(run)
              return (
                <td key={name} className="px-1.5 text-end whitespace-nowrap">
                  {value === undefined ? '–' : shown(value)}
                </td>
              )
            })}
          </tr>
        ))}
        <tr className="text-text-subtle">
          <th scope="row" className="text-start font-medium">
            B to A
          </th>
          {figures.map(({ name, of, shown }) => {
            const [one, other] = [of(a), of(b)]
            return (
              <td key={name} className="px-1.5 text-end whitespace-nowrap">
                {one === undefined || other === undefined ? '–' : change(one, other, shown)}
              </td>
            )
          })}
        </tr>
      </tbody>
    </table>
  </div>
)
