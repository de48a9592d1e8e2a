import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'
import { firstLoadOf } from './.config/first-load.ts'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/**
 * Writes the icon into the page. The content policy allows no image from the network at all, not
 * even from the own origin, so that no text of an agent can cause a request.
 */
const inlineFavicon = (): Plugin => ({
  name: 'inline-favicon',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => {
      const svg = readFileSync(pathOf('public/favicon.svg'), 'utf8').replaceAll(/\n\s*/g, '')
      return html.replace('href="/favicon.svg"', `href="data:image/svg+xml,${encodeURIComponent(svg)}"`)
    },
  },
})

const firstLoadReport = (): Plugin => ({
  name: 'first-load-report',
  apply: 'build',
  writeBundle: {
    order: 'post',
    handler(options) {
      const total = firstLoadOf(options.dir ?? 'dist').reduce((sum, file) => sum + file.bytes, 0)
      this.info(`first load: ${(total / 1000).toFixed(1)} kB of JavaScript in gzip`)
    },
  },
})

/** The commit that is built, for reports of problems; none where the source came without its history. */
const commitOfSource = (): string | undefined => {
  try {
    const command = ['describe', '--always', '--dirty']
    return execFileSync('git', command, {
      cwd: pathOf('.'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

export default defineConfig({
  define: { __COMMIT__: JSON.stringify(commitOfSource()) ?? 'undefined' },
  plugins: [react(), tailwindcss(), inlineFavicon(), firstLoadReport()],
  resolve: {
    alias: {
      // Its build for browsers assigns innerHTML, which Trusted Types forbid; the plain one has a table.
      'decode-named-character-reference': pathOf('node_modules/decode-named-character-reference/index.js'),
    },
  },
  build: {
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    sourcemap: true,
    // The polyfill would be an inline script, and every browser of the target has the real thing.
    modulePreload: { polyfill: false },
    // Fonts stay files: a data URL is no allowed source of them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the start needs and panes share would else lie in dozens of small files, which compress badly.
            { name: 'start', test: /\/src\//, tags: ['$initial'] },
          ],
        },
      },
      onLog: (level, log, report) => {
        // Tailwind's plugin makes no source map for the style sheet; nobody debugs that one.
        if (log.code !== 'SOURCEMAP_BROKEN') report(level, log)
      },
    },
  },
})
