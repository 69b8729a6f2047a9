import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whenChanged } from '../stamps.mjs'

test('what succeeded on the same files is not done again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stamps-'))
  const stamp = join(mkdtempSync(join(tmpdir(), 'stamps-')), 'stamp')
  let runs = 0
  const run = () => whenChanged(stamp, [folder], () => void runs++)

  writeFileSync(join(folder, 'a.ts'), '1')
  await run()
  await run()
  expect(runs).toBe(1)

  writeFileSync(join(folder, 'a.ts'), '2')
  await run()
  expect(runs).toBe(2)
})

test('what failed is done again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stamps-'))
  const stamp = join(folder, '..', 'stamp-of-a-failure')
  const failing = () => whenChanged(stamp, [folder], () => { throw new Error('no') })

  await expect(failing()).rejects.toThrow('no')
  await expect(failing()).rejects.toThrow('no')
})
