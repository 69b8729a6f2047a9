import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FrameError, readClientFrame, readHubFrame } from './frames'

const FOLDER = join(import.meta.dirname, '../../../src/test/resources/websocket')
const names = readdirSync(FOLDER)

function sample(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
}

test('the folder holds frames of both sides', () => {
  expect(names.filter((name) => name.startsWith('hub-')).length).toBeGreaterThan(10)
  expect(names.filter((name) => name.startsWith('client-')).length).toBeGreaterThan(10)
})

test.each(names.filter((name) => name.startsWith('hub-')))('%s is read and keeps every field', (name) => {
  expect(readHubFrame(sample(name))).toEqual(sample(name))
})

test.each(names.filter((name) => name.startsWith('client-')))('%s is a frame that we may send', (name) => {
  expect(readClientFrame(sample(name))).toEqual(sample(name))
})

test('a frame that lacks a field is refused by the name of the field', () => {
  expect(() => readHubFrame({ type: 'acknowledged', clientId: 'a', conversation: 'c' })).toThrow(
    new FrameError('acknowledged.sequence: must be a number'),
  )
  expect(() => readHubFrame({ type: 'entry', entry: { kind: 'message.created' } })).toThrow(FrameError)
  expect(() => readHubFrame({})).toThrow(FrameError)
})

test('a frame of a later version is passed over', () => {
  expect(readHubFrame({ type: 'dance' })).toBeNull()
})

test('a refusal of what has no id is no broken frame', () => {
  expect(readHubFrame({ type: 'refused', code: 'not-found', reason: 'no' })).toMatchObject({ clientId: '' })
})
