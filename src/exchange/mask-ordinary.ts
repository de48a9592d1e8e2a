import { maskApart } from './mask-apart.ts'
import { choiceOf, type PlainChoice } from './mask-pieces.ts'
import { maskTwice, type Mask, type Masked } from './mask.ts'
import { secretKinds } from './secret-patterns.ts'

/** What is merely long, such as an id, is masked only where a person asks for it: programs and files would not fit. */
const ordinaryChoice: PlainChoice = { custom: [], masked: secretKinds.filter((kind) => kind !== 'identifier') }

const onlyMasked = <Value>({ value, finds }: Masked<Value>): Masked<Value> => ({
  value,
  finds: finds.filter(({ kind }) => ordinaryChoice.masked.includes(kind)),
})

/** Masks by the ordinary choice, and tells what was masked. */
export const maskOrdinary = <Value>(change: (mask: Mask) => Value): Masked<Value> =>
  onlyMasked(maskTwice(choiceOf(ordinaryChoice), change))

/** The same beside the page, for what may be long. */
export const maskOrdinaryApart = async <Value>(change: (mask: Mask) => Value): Promise<Masked<Value>> =>
  onlyMasked(await maskApart(ordinaryChoice, change))
