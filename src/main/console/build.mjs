// Builds the pages into dist and the client library into its package, where anything has changed since the last build.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { whenChanged } from './stamps.mjs'

const SMALLEST_COMPRESSED = 1024
const CLIENT = '../../../clients/javascript'
const SOURCES = ['.', '../proto', `${CLIENT}/src`]

// Wherever it is called from.
process.chdir(import.meta.dirname)

await whenChanged('dist/.sources', SOURCES, async () => {
  await prepare()
  rmSync('dist', { recursive: true, force: true })
  for (const part of ['console', 'sdk', 'widget']) await build(part)
  compress('dist')
})

// The client library, as npm packs it.
await whenChanged(`${CLIENT}/dist/.sources`, SOURCES, async () => {
  await prepare()
  await build('client')
  const { declare } = await import('./declarations.mjs')
  declare(['index', 'node', 'protobuf'], `${CLIENT}/src`, `${CLIENT}/dist`)
  copyFileSync('../../../LICENSE', `${CLIENT}/LICENSE`)
})

async function prepare() {
  install()
  const { generate } = await import('./wire.mjs')
  generate()
}

async function build(part) {
  const vite = await import('vite')
  await vite.build({ configFile: `vite.${part}.ts`, logLevel: 'warn' })
}

// The modules, where they are missing or of another lock file.
function install() {
  const lock = readFileSync('package-lock.json')
  const installed = 'node_modules/.installed'
  if (same(installed, lock)) {
    return
  }
  execFileSync('npm', ['ci'], { stdio: 'inherit', shell: process.platform === 'win32' })
  writeFileSync(installed, lock)
}

function same(file, content) {
  try {
    return readFileSync(file).equals(content)
  } catch {
    return false
  }
}

// The hub serves the compressed file beside the plain one to browsers that take it.
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (statSync(file).isDirectory()) {
      compress(file)
    } else if (/\.(js|css|html|svg|json)$/.test(name) && statSync(file).size > SMALLEST_COMPRESSED) {
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
    }
  }
}
