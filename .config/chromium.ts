import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const isRoot = process.getuid?.() === 0

/** A Chromium on this computer: the one that `CHROMIUM_PATH` names, the system's, or Playwright's own. */
export const findChromium = (): string | undefined => {
  const named = process.env['CHROMIUM_PATH']
  const candidates = [...(named === undefined ? [] : [named]), ...systemPaths, chromium.executablePath()]
  return candidates.find((path) => existsSync(path))
}

/** Launch options for tests and benchmarks. Root may not use Chromium's sandbox. */
export const launchOptions = () => {
  const executablePath = findChromium()
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}

/** Installs a Chromium where none is found, and says so. */
const ensureChromium = (): void => {
  const found = findChromium()
  if (found !== undefined) {
    console.log(`Browser tests use ${found}`)
    return
  }
  const run = (command: string, ...parameters: string[]) =>
    execFileSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found: installing the system’s own package.')
    run('apt-get', 'update', '-qq')
    run('apt-get', 'install', '-y', '-qq', 'chromium')
  } else {
    console.log('No Chromium found: downloading Playwright’s.')
    run(process.execPath, 'node_modules/@playwright/test/cli.js', 'install', 'chromium')
  }
  if (findChromium() === undefined) throw new Error('No Chromium could be installed. Set CHROMIUM_PATH to one.')
}

if (import.meta.main) ensureChromium()
