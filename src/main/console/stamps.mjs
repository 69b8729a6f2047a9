import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const LEFT_OUT = new Set(['node_modules', 'dist', 'generated'])

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => !LEFT_OUT.has(each.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((each) => (each.isDirectory() ? files(join(folder, each.name)) : [join(folder, each.name)]))
}

// Runs the work, unless it succeeded before on the same files: the stamp holds their hash.
export async function whenChanged(stamp, folders, work) {
  const hash = createHash('sha256')
  for (const file of folders.flatMap(files)) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  const now = hash.digest('hex')
  if (read(stamp) === now) {
    return
  }
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
