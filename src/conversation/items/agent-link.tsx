import type { MouseEvent } from 'react'
import { webAddress } from './citations.ts'

interface AgentLinkProps {
  readonly url: string
  readonly onLink: (url: string) => void
}

/** An address that an agent wrote. Only http and https can be opened, and only after the dialog that shows the host. */
export const AgentLink = ({ url, onLink }: AgentLinkProps) => {
  const address = webAddress(url)
  const look = 'min-w-0 truncate font-mono text-xs'
  if (address === undefined) return <bdi className={`${look} text-text-subtle`}>{url}</bdi>
  const ask = (event: MouseEvent) => {
    if (event.button === 2) return
    event.preventDefault()
    onLink(address.href)
  }
  return (
    <a
      href={address.href}
      target="_blank"
      rel="noopener noreferrer"
      title={address.href}
      onClick={ask}
      onAuxClick={ask}
      className={`${look} text-accent hover:underline`}
    >
      <bdi>{url}</bdi>
    </a>
  )
}
