// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Media } from '@/live/model'
import { useAttachments } from './attachments'

let finish: (media: Media) => void

// The hub answers when the test says so.
class Request {
  readonly upload = {}
  readonly status = 201
  response?: Media
  onload = (): void => {}
  open(): void {}
  setRequestHeader(): void {}
  abort(): void {}
  send(): void {
    finish = (media) => {
      this.response = media
      this.onload()
    }
  }
}

function load(): void {
  setActivePinia(createPinia())
}

beforeEach(() => {
  vi.stubGlobal('XMLHttpRequest', Request)
  sessionStorage.clear()
  load()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('what was uploaded is still there after a reload, until it is sent or put away', async () => {
  const media: Media = { blob: 'a'.repeat(64), fileName: 'cup.png', contentType: 'image/png' }
  useAttachments().add('c-1', 'reply', [new File(['x'], 'cup.png')])
  expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true })), 'the browser asks while it is on its way').toBe(false)
  finish(media)
  await vi.waitFor(() => expect(useAttachments().parts('c-1', 'reply')).toHaveLength(1))
  expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true)

  load()
  expect(useAttachments().parts('c-1', 'reply')).toEqual([{ type: 'image', media }])
  expect(useAttachments().of('c-1', 'reply')).toMatchObject([{ name: 'cup.png', done: 1 }])
  expect(useAttachments().of('c-1', 'note')).toEqual([])

  useAttachments().sent('c-1', 'reply')
  load()
  expect(useAttachments().of('c-1', 'reply')).toEqual([])
})

test('the next at the same screen finds nothing of it', async () => {
  useAttachments().add('c-1', 'note', [new File(['x'], 'cup.png')])
  finish({ blob: 'b'.repeat(64), fileName: 'cup.png' })
  await vi.waitFor(() => expect(useAttachments().parts('c-1', 'note')).toHaveLength(1))
  useAttachments().forget()
  load()
  expect(useAttachments().of('c-1', 'note')).toEqual([])
})
