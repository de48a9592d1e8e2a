import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { Shell } from './app/shell.tsx'
import { startServices } from './app/services.ts'
import { PreferencesContext } from './app/use-app.ts'
import { ConversationContext } from './conversation/use-conversation.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'

const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no element #root')

const { conversation, preferences, queryClient } = await startServices()

createRoot(container).render(
  <StrictMode>
    {/* The content policy allows no style elements; the primitives then use what the style sheet has. */}
    <CSPProvider disableStyleElements>
      <ErrorBoundary pane="the playground">
        <QueryClientProvider client={queryClient}>
          <PreferencesContext value={preferences}>
            <ConversationContext value={conversation}>
              <Shell />
            </ConversationContext>
          </PreferencesContext>
        </QueryClientProvider>
      </ErrorBoundary>
    </CSPProvider>
  </StrictMode>,
)
