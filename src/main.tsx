import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { Shell } from './app/shell.tsx'
import { startServices, type AppServices } from './app/services.ts'
import { PreferencesContext } from './app/use-app.ts'
import { ConversationContext } from './conversation/use-conversation.ts'
import { LibraryContext } from './library/use-library.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'

const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no element #root')

const App = ({ conversation, library, preferences, queryClient }: AppServices) => (
  <QueryClientProvider client={queryClient}>
    <PreferencesContext value={preferences}>
      <ConversationContext value={conversation}>
        <LibraryContext value={library}>
          <Shell />
        </LibraryContext>
      </ConversationContext>
    </PreferencesContext>
  </QueryClientProvider>
)

/** Hands a failed start to the error boundary: a fault in words is better than an empty page. */
const NotStarted = ({ thrown }: { readonly thrown: unknown }): never => {
  throw thrown
}

const app = await startServices().then(
  (services) => <App {...services} />,
  (thrown: unknown) => <NotStarted thrown={thrown} />,
)

createRoot(container).render(
  <StrictMode>
    {/* The content policy allows no style elements; the primitives then use what the style sheet has. */}
    <CSPProvider disableStyleElements>
      <ErrorBoundary pane="the playground">{app}</ErrorBoundary>
    </CSPProvider>
  </StrictMode>,
)
