import { fieldOf, isObject, stringOf, type Json } from '../../lib/json.ts'
import { JsonBlock } from './json-block.tsx'
import { SafePicture } from './safe-picture.tsx'
import { TextBlock } from './text-block.tsx'

const kinds = new Set([
  'logs',
  'image',
  'input_text',
  'output_text',
  'text',
  'input_image',
  'input_file',
  'computer_screenshot',
])

/** The parts of an output that is a list of them, or one of them; undefined for any other value. */
const partsOf = (value: Json): readonly Json[] | undefined => {
  const parts = Array.isArray(value) ? value : [value]
  const known = parts.every((part: Json) => isObject(part) && kinds.has(stringOf(part, 'type') ?? ''))
  return parts.length > 0 && known ? parts : undefined
}

interface OutputPartsProps {
  readonly value: Json
  readonly onLink: (url: string) => void
}

const OutputPart = ({ value, onLink }: OutputPartsProps) => {
  switch (stringOf(value, 'type')) {
    case 'logs':
      return <TextBlock label="logs" text={stringOf(value, 'logs') ?? ''} />
    case 'input_text':
    case 'output_text':
    case 'text':
      return <TextBlock label="text" text={stringOf(value, 'text') ?? ''} />
    case 'image':
    case 'input_image':
    case 'computer_screenshot': {
      const address =
        stringOf(value, 'image_url') ?? stringOf(value, 'url') ?? stringOf(fieldOf(value, 'image_url'), 'url')
      const isScreen = stringOf(value, 'type') === 'computer_screenshot'
      return <SafePicture url={address} alt={isScreen ? 'What the agent saw' : 'Image from a tool'} onLink={onLink} />
    }
    default:
      return <JsonBlock label={stringOf(value, 'type') ?? 'output'} value={value} />
  }
}

/** What came out of a call: text and images where it is a list of parts, else the value as it is. */
export const OutputParts = ({ value, onLink }: OutputPartsProps) => {
  const parts = partsOf(value)
  if (parts === undefined) return <JsonBlock label="output" value={value} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      {parts.map((part, index) => (
        // The parts of an output have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <OutputPart key={index} value={part} onLink={onLink} />
      ))}
    </div>
  )
}
