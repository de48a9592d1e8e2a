import { utf8 } from '../exchange/utf8.ts'
import { createReading } from '../protocol/create-reading.ts'

/** Stands in until the answer's head tells how to read it. */
export const nothingRead = createReading({ contentType: undefined, utf8 })
