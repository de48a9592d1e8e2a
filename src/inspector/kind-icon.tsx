import { Brain, CircleAlert, CircleDashed, CircleDot, Type, Wrench, type LucideIcon } from 'lucide-react'
import type { EventKind } from './event-kind.ts'

const icons: Readonly<Record<EventKind, LucideIcon>> = {
  text: Type,
  reasoning: Brain,
  tool: Wrench,
  lifecycle: CircleDot,
  trouble: CircleAlert,
  other: CircleDashed,
}

export const kindColours: Readonly<Record<EventKind, string>> = {
  text: 'text-kind-text',
  reasoning: 'text-kind-reasoning',
  tool: 'text-kind-tool',
  lifecycle: 'text-kind-lifecycle',
  trouble: 'text-kind-trouble',
  other: 'text-text-subtle',
}

/** The shape says what the colour says. */
export const KindIcon = ({ kind, size = 11 }: { readonly kind: EventKind; readonly size?: number }) => {
  const Icon = icons[kind]
  return <Icon size={size} aria-hidden className={`shrink-0 ${kindColours[kind]}`} />
}
