// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Identity, type SitePage } from './identity'

let asked: { user?: string; token?: string }[]
let told: string[]

beforeEach(() => {
  localStorage.clear()
  asked = []
  told = []
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)) as { user?: string; token?: string })
    const token = { token: `t-${asked.length}`, conversation: '', visitor: '', expires: '2100-01-01T00:00:00Z', identified: false }
    return new Response(JSON.stringify(token))
  })
})

afterEach(() => vi.unstubAllGlobals())

function page(visitor?: string): SitePage {
  return { visitor, became: (token) => told.push(token), refused: () => {} }
}

test('the token that the page kept says who it is, where the frame has none', async () => {
  await new Identity('shop', undefined, page('kept')).token()
  expect(asked).toEqual([{ site: 'shop', token: 'kept' }])
  expect(told).toEqual(['t-1'])
})

test("the frame's own is newer than what a page kept", async () => {
  await new Identity('shop', undefined, page()).token()
  await new Identity('shop', undefined, page('kept')).token()
  expect(asked[1]?.token).toBe('t-1')
})

test('who was forgotten at one page is not found again at another of the site', async () => {
  const identity = new Identity('shop', undefined, page('kept'))
  await identity.token()
  identity.forget()
  await identity.token()
  expect(asked[1]?.token ?? '').toBe('')
  identity.forget()
  await new Identity('shop', undefined, page('kept at another page')).token()
  expect(asked[2]?.token ?? '').toBe('')
})

test('whom the site identifies is told to no page', async () => {
  await new Identity('shop', 'jwt', page('kept')).token()
  expect(asked).toEqual([{ site: 'shop', user: 'jwt' }])
  expect([told, localStorage.length]).toEqual([[], 0])
})
