// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Loader, type Settings } from './loader'

const HUB = 'https://hub.example'
let loader: Loader
let heard: [string, unknown][]

beforeEach(() => {
  // The frame's page is not fetched here.
  ;(window as unknown as { happyDOM: { settings: { disableIframePageLoading: boolean } } }).happyDOM.settings.disableIframePageLoading = true
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.useFakeTimers()
  localStorage.clear()
})

afterEach(() => {
  loader.methods.destroy()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function start(settings: Settings = {}): void {
  loader = new Loader(`${HUB}/sdk/omnihub.js`, 'shop', settings, () => {})
  heard = []
  for (const name of ['ready', 'open', 'close', 'unread', 'message', 'error'] as const) {
    loader.methods.on(name, (detail) => heard.push([name, detail]))
  }
}

function root(): ShadowRoot {
  return document.getElementById('omnihub')?.shadowRoot as ShadowRoot
}

// Nothing is loaded here, so the frame gets a window that only hears.
function frame(): HTMLIFrameElement | null {
  const made = root().querySelector('iframe')
  if (made && !made.contentWindow) Object.defineProperty(made, 'contentWindow', { value: { postMessage: vi.fn() } })
  return made
}

function say(data: unknown, origin = HUB, source: unknown = frame()?.contentWindow): void {
  window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }))
}

test('the frame is made when somebody points at the button, not before', () => {
  start()
  expect(frame()).toBeNull()
  root().querySelector('button')?.dispatchEvent(new Event('pointerenter'))
  expect(frame()?.src).toBe(`${HUB}/widget/?site=shop`)
  expect(frame()?.hidden).toBe(true)
  expect(frame()?.title).not.toBe('')
})

test('opening and closing is told and shown', () => {
  start({ locale: 'zh-CN' })
  const button = root().querySelector('button') as HTMLButtonElement
  expect(button.getAttribute('aria-label')).toBe('联系客服')
  button.click()
  expect(button.getAttribute('aria-expanded')).toBe('true')
  expect(frame()?.hidden).toBe(false)
  loader.methods.close()
  expect(button.getAttribute('aria-expanded')).toBe('false')
  expect(heard.map(([name]) => name)).toEqual(['open', 'close'])
})

test('the frame is believed by source and origin, and by nothing less', () => {
  start()
  loader.methods.open()
  const unread = { hub: 1, type: 'unread', count: 3 }
  say(unread, 'https://hub.example.evil.example')
  say(unread, HUB, window)
  say(unread, HUB, null)
  say({ type: 'unread', count: 3 })
  say(null)
  expect(heard).toEqual([['open', undefined]])
  say(unread)
  expect(heard.at(-1)).toEqual(['unread', 3])
})

test('what is said to the frame is meant for the hub alone', () => {
  start({ user: { token: 'jwt' } })
  loader.methods.open()
  const posted = frame()?.contentWindow?.postMessage
  frame()?.dispatchEvent(new Event('load'))
  expect(posted).toHaveBeenCalledWith(
    { hub: 1, type: 'start', user: { token: 'jwt' }, locale: undefined, scheme: 'auto', open: true },
    HUB,
  )
})

test('a frame that never comes is told after 8 s', () => {
  start()
  loader.methods.open()
  vi.advanceTimersByTime(7_999)
  expect(heard.map(([name]) => name)).toEqual(['open'])
  vi.advanceTimersByTime(1)
  expect(heard.at(-1)).toEqual(['error', { reason: expect.stringContaining('origins of the site') }])
})

test('a frame that is ready in time is no error', () => {
  start()
  loader.methods.open()
  say({ hub: 1, type: 'ready' })
  vi.advanceTimersByTime(60_000)
  expect(heard.map(([name]) => name)).toEqual(['open', 'ready'])
})

test('the unread mark shows while the window is closed', () => {
  start()
  loader.methods.open()
  loader.methods.close()
  say({ hub: 1, type: 'unread', count: 2 })
  expect(root().querySelector('b')?.hidden).toBe(false)
  expect(root().querySelector('b')?.textContent).toBe('2')
})

test('whoever has written before gets the frame at once, for the unread mark', () => {
  start()
  loader.methods.open()
  say({ hub: 1, type: 'talked' })
  loader.methods.destroy()
  start()
  expect(frame()).not.toBeNull()
})

test('nothing is left after destroy', () => {
  start()
  loader.methods.open()
  loader.methods.destroy()
  expect(document.getElementById('omnihub')).toBeNull()
  vi.advanceTimersByTime(60_000)
  expect(heard.map(([name]) => name)).toEqual(['open'])
})
