import { useState, type ReactNode } from 'react'
import { Splitter } from '../ui/split-pane.tsx'
import { useElementSize } from '../ui/use-element-size.ts'

interface ListAndDetailProps {
  /** What is in the detail, for the splitter's name. */
  readonly name: string
  readonly list: ReactNode
  readonly detail: ReactNode | undefined
  /** When given, the list has this height and the detail the rest. */
  readonly listHeight?: number
  readonly load: () => string | null
  readonly save: (height: string) => void
}

const smallest = 120

/** A list over the detail of what is selected in it, with a border to move between them. */
export const ListAndDetail = ({ name, list, detail, listHeight, load, save }: ListAndDetailProps) => {
  const [element, { height }] = useElementSize()
  const [wanted, setWanted] = useState(() => Number(load() ?? 0))
  const largest = Math.max(smallest, height - smallest)
  const value = Math.round(Math.min(largest, Math.max(smallest, wanted === 0 ? height * 0.5 : wanted)))
  const change = (next: number) => {
    setWanted(next)
    save(String(next))
  }
  const rows = () => {
    if (detail === undefined) return 'minmax(0,1fr)'
    return listHeight === undefined ? `minmax(0,1fr) auto ${value}px` : `${listHeight}px auto minmax(0,1fr)`
  }
  return (
    <div ref={element} className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)]" style={{ gridTemplateRows: rows() }}>
      <div className="min-h-0">{list}</div>
      {detail !== undefined &&
        (listHeight === undefined ? (
          <Splitter
            label={`Height of the ${name} detail`}
            direction="row"
            pane="after"
            value={value}
            min={smallest}
            max={largest}
            onChange={change}
            onReset={() => change(0)}
          />
        ) : (
          <div className="h-px bg-border" />
        ))}
      {detail !== undefined && <div className="min-h-0">{detail}</div>}
    </div>
  )
}
