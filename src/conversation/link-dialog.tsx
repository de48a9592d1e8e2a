import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { openInNewTab } from '../browser/location.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { showUrl, type ShownUrl } from './shown-url.ts'

const Warning = ({ shown }: { readonly shown: ShownUrl }) => {
  if (!shown.internationalHost && !shown.credentials) return undefined
  return (
    <p className="mt-2 rounded-md bg-notice-soft px-2.5 py-2 text-xs text-notice">
      {shown.credentials
        ? `The part before the @ is not the host. This opens ${shown.host}.`
        : 'The host uses letters that can look like others. It is shown here as it is resolved.'}
    </p>
  )
}

const CopyLink = ({ url }: { readonly url: string }) => {
  const [words, setWords] = useState('Copy')
  return (
    <Button onClick={() => void copyText(url).then((done) => setWords(done ? 'Copied' : 'Refused by the browser'))}>
      {words}
    </Button>
  )
}

interface LinkDialogProps {
  /** The link that was pressed; undefined closes the dialog. */
  readonly url: string | undefined
  readonly onClose: () => void
}

/** Asks before a link of an agent opens, and shows where it really leads: a link can carry data away. */
export const LinkDialog = ({ url, onClose }: LinkDialogProps) => {
  const shown = url === undefined ? undefined : showUrl(url)
  if (url === undefined) return undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={shown === undefined ? 'This link is not opened' : 'Open this link of the agent?'}
      description={
        shown === undefined
          ? 'Only http, https and mailto links can be opened.'
          : 'The agent wrote this address. Whatever stands in it is told to its host.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <CopyLink key={url} url={url} />
          {shown !== undefined && (
            <Button
              variant="primary"
              onClick={() => {
                openInNewTab(url)
                onClose()
              }}
            >
              <ExternalLink size={14} aria-hidden /> Open in new tab
            </Button>
          )}
        </>
      }
    >
      {shown !== undefined && (
        <>
          <p
            dir="ltr"
            className="max-h-48 overflow-y-auto rounded-md border border-border bg-surface-sunken px-2.5 py-2 font-mono text-xs break-all text-text-subtle [font-variant-ligatures:none]"
          >
            {shown.beforeHost}
            <strong className="font-semibold text-text">{shown.host}</strong>
            {shown.afterHost}
          </p>
          <Warning shown={shown} />
        </>
      )}
    </Dialog>
  )
}
