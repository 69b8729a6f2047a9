// Builds each part that has a vite.<part>.ts into dist/<part>, where anything has changed since the last build.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { whenChanged } from './stamps.mjs'

const SMALLEST_COMPRESSED = 1024

await whenChanged('dist/.sources', ['.', '../proto'], async () => {
  install()
  const { generate } = await import('./wire.mjs')
  generate()
  rmSync('dist', { recursive: true, force: true })
  const { build } = await import('vite')
  for (const configFile of readdirSync('.').filter((name) => /^vite\.\w+\.ts$/.test(name))) {
    await build({ configFile, logLevel: 'warn' })
  }
  compress('dist')
})

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
