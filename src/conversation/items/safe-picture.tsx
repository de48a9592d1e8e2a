import { ImageOff } from 'lucide-react'
import { AgentLink } from './agent-link.tsx'
import { imageOfAddress } from './image-result.ts'

/** An image that is known to carry its bytes. */
export const Picture = ({ address, alt }: { readonly address: string; readonly alt: string }) => (
  <img
    src={address}
    alt={alt}
    className="max-h-96 max-w-full justify-self-start rounded-md border border-border bg-surface-sunken"
  />
)

interface SafePictureProps {
  readonly url: string | undefined
  readonly alt: string
  readonly onLink: (url: string) => void
}

/** Drawn where the address carries the image itself. One that lies elsewhere is never fetched: its address can tell. */
export const SafePicture = ({ url, alt, onLink }: SafePictureProps) => {
  const address = imageOfAddress(url)
  if (address !== undefined) return <Picture address={address} alt={alt} />
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-xs text-text-subtle">
      <ImageOff size={14} aria-hidden className="shrink-0" />
      <span className="shrink-0">Not fetched:</span>
      {url === undefined || url.startsWith('data:') ? (
        <span>{url === undefined ? 'an image without an address' : 'an image whose bytes are no known image'}</span>
      ) : (
        <AgentLink url={url} onLink={onLink} />
      )}
    </p>
  )
}
