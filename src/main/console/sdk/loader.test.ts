// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Loader, type Settings } from './loader'

const HUB = 'https://hub.example'
const READY = { hub: 1, type: 'ready', locale: 'en' }
let loader: Loader
let heard: [string, unknown][]

beforeEach(() => {
  // The frame's page is not fetched here.
  ;(window as unknown as { happyDOM: { settings: { disableIframePageLoading: boolean } } }).happyDOM.settings.disableIframePageLoading = true
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.useFakeTimers()
  localStorage.clear()
  document.documentElement.lang = 'en'
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

function launch(): HTMLButtonElement {
  return root().querySelector('.launch') as HTMLButtonElement
}

function waiting(): HTMLElement {
  return root().querySelector('.wait') as HTMLElement
}

function names(): string[] {
  return heard.map(([name]) => name)
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
  launch().dispatchEvent(new Event('pointerenter'))
  expect(frame()?.src).toBe(`${HUB}/widget/?site=shop`)
  expect(frame()?.hidden).toBe(true)
  expect(frame()?.title).not.toBe('')
})

test('opening and closing is told and shown', () => {
  start({ locale: 'zh-CN' })
  const button = launch()
  expect(button.getAttribute('aria-label')).toBe('联系客服')
  button.click()
  expect(button.getAttribute('aria-expanded')).toBe('true')
  say(READY)
  expect(frame()?.hidden).toBe(false)
  loader.methods.close()
  expect(button.getAttribute('aria-expanded')).toBe('false')
  expect(names()).toEqual(['open', 'ready', 'close'])
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
    { hub: 1, type: 'start', user: { token: 'jwt' }, visitor: undefined, reset: false, locale: 'en', color: undefined, scheme: 'auto', open: true },
    HUB,
  )
})

test('a frame that never comes is told after 8 s', () => {
  start()
  loader.methods.open()
  vi.advanceTimersByTime(7_999)
  expect(names()).toEqual(['open'])
  vi.advanceTimersByTime(1)
  expect(heard.at(-1)).toEqual(['error', { reason: expect.stringContaining('origins of the site') }])
})

test('a frame that is ready in time is no error', () => {
  start()
  loader.methods.open()
  say(READY)
  vi.advanceTimersByTime(60_000)
  expect(names()).toEqual(['open', 'ready'])
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
  expect(names()).toEqual(['open'])
})

test('while there is no window there is a way out, and it is tried again until there is one', () => {
  start()
  loader.methods.open()
  const first = frame()
  expect([waiting().hidden, first?.hidden]).toEqual([false, true])
  vi.advanceTimersByTime(8_000)
  expect(waiting().textContent).toContain('Trying again')

  root().querySelector<HTMLButtonElement>('.wait button')?.click()
  expect([launch().getAttribute('aria-expanded'), waiting().hidden]).toEqual(['false', true])
  vi.advanceTimersByTime(60_000)
  expect(frame()).toBe(first)

  loader.methods.open()
  expect(frame()).not.toBe(first)
  expect(root().querySelectorAll('iframe')).toHaveLength(1)
  vi.advanceTimersByTime(8_000)
  window.dispatchEvent(new Event('online'))
  say(READY)
  expect([waiting().hidden, frame()?.hidden]).toEqual([true, false])
  expect(names()).toEqual(['open', 'error', 'close', 'open', 'error', 'ready'])
})

test('the pauses between tries grow and have an end', () => {
  start()
  loader.methods.open()
  const tried: number[] = []
  let last = frame()
  for (let second = 1; second <= 200; second++) {
    vi.advanceTimersByTime(1_000)
    if (frame() !== last) tried.push(second)
    last = frame()
  }
  expect(tried).toEqual([12, 28, 52, 90, 128, 166])
})

test('a frame that the page moves starts again', () => {
  start()
  loader.methods.open()
  say(READY)
  frame()?.dispatchEvent(new Event('load'))
  expect(waiting().hidden).toBe(false)
  expect(frame()?.contentWindow?.postMessage).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'start', open: true }), HUB)
  say(READY)
  expect(frame()?.hidden).toBe(false)
})

test('who the visitor is the page keeps once they have written, and until a reset', () => {
  start()
  loader.methods.open()
  say(READY)
  say({ hub: 1, type: 'visitor', token: 'v1.one' })
  expect(localStorage.length).toBe(0)
  say({ hub: 1, type: 'talked' })
  say({ hub: 1, type: 'visitor', token: 'v1.two' })
  loader.methods.destroy()

  start()
  frame()?.dispatchEvent(new Event('load'))
  const posted = frame()?.contentWindow?.postMessage
  expect(posted).toHaveBeenLastCalledWith(expect.objectContaining({ visitor: 'v1.two', reset: false }), HUB)
  loader.methods.reset()
  expect(localStorage.length).toBe(0)
  frame()?.dispatchEvent(new Event('load'))
  expect(posted).toHaveBeenLastCalledWith(expect.objectContaining({ visitor: undefined, reset: true }), HUB)
})

test('a page that forbids or has no room for storage is served as well', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  start()
  loader.methods.open()
  say({ hub: 1, type: 'talked' })
  say(READY)
  expect(names()).toEqual(['open', 'ready'])
})

test('a page that swaps its body, or all of it, keeps the widget', async () => {
  start()
  document.documentElement.replaceChild(document.createElement('body'), document.body)
  await vi.advanceTimersByTimeAsync(0)
  expect(document.getElementById('omnihub')).not.toBeNull()
  document.documentElement.innerHTML = '<head></head><body></body>'
  await vi.advanceTimersByTimeAsync(0)
  expect(document.getElementById('omnihub')).not.toBeNull()
  launch().click()
  expect(names()).toEqual(['open'])
})

test('a page that takes the widget out again and again gets its way, and is told', async () => {
  start()
  for (let time = 0; time < 30; time++) {
    document.getElementById('omnihub')?.remove()
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(document.getElementById('omnihub')).toBeNull()
  expect(names()).toEqual(['error'])
})

test('the language is that of the page, whenever it turns', async () => {
  document.documentElement.lang = 'zh-Hans'
  start()
  expect(launch().getAttribute('aria-label')).toBe('联系客服')
  loader.methods.open()
  say({ ...READY, locale: 'zh-CN' })
  document.documentElement.lang = 'en-GB'
  await vi.advanceTimersByTimeAsync(0)
  expect(launch().getAttribute('aria-label')).toBe('Close the chat')
  expect(frame()?.contentWindow?.postMessage).toHaveBeenLastCalledWith({ hub: 1, type: 'locale', locale: 'en-GB' }, HUB)
})

test('where the page has no language the button speaks that of the window', () => {
  document.documentElement.lang = ''
  start()
  loader.methods.open()
  say({ ...READY, locale: 'zh-CN' })
  expect(launch().getAttribute('aria-label')).toBe('关闭聊天')
})
