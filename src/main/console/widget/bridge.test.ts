// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { ToWidget } from '../sdk/protocol'
import { Bridge } from './bridge'

const SHOP = 'https://shop.example'
const page = { postMessage: vi.fn() } as unknown as Window & { postMessage: ReturnType<typeof vi.fn> }

function message(origin: string, source: unknown = page): MessageEvent {
  return Object.assign(new Event('message'), { data: { hub: 1, type: 'open' }, origin, source }) as MessageEvent
}

test('only the page around, from an origin of the site, is listened to and answered', () => {
  const taken: ToWidget[] = []
  const bridge = new Bridge(page, [SHOP, 'https://other.example'])
  bridge.listen((each) => taken.push(each), [message('https://evil.example')])
  bridge.tell({ type: 'close' })
  window.dispatchEvent(message(SHOP, window))
  expect(taken).toEqual([])
  expect(page.postMessage).not.toHaveBeenCalled()

  window.dispatchEvent(message(SHOP))
  expect(taken).toHaveLength(1)
  bridge.tell({ type: 'close' })
  expect(page.postMessage).toHaveBeenCalledWith({ type: 'close', hub: 1 }, SHOP)

  window.dispatchEvent(message('https://other.example'))
  expect(taken).toHaveLength(1)
})

test('what the page said before is answered', () => {
  page.postMessage.mockClear()
  const bridge = new Bridge(page, [SHOP])
  bridge.listen(() => bridge.tell({ type: 'close' }), [message(SHOP)])
  expect(page.postMessage).toHaveBeenCalledOnce()
})
