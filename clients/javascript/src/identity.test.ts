// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Hub } from './api'
import { Identity, type IdentityOptions, type User } from './identity'

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

function identity(user?: User, visitor?: string): Identity {
  const options: IdentityOptions = { store: localStorage, visitor, became: (token) => told.push(token), refused: () => {} }
  return new Identity(new Hub('http://hub'), 'shop', user, options)
}

test('the token that the page kept says who it is, where the frame has none', async () => {
  await identity(undefined, 'kept').token()
  expect(asked).toEqual([{ site: 'shop', token: 'kept' }])
  expect(told).toEqual(['t-1'])
})

test("the frame's own is newer than what a page kept", async () => {
  await identity().token()
  await identity(undefined, 'kept').token()
  expect(asked[1]?.token).toBe('t-1')
})

test('who was forgotten at one page is not found again at another of the site', async () => {
  const known = identity(undefined, 'kept')
  await known.token()
  known.forget()
  await known.token()
  expect(asked[1]?.token ?? '').toBe('')
  known.forget()
  await identity(undefined, 'kept at another page').token()
  expect(asked[2]?.token ?? '').toBe('')
})

test('whom the site identifies is told to no page', async () => {
  await identity({ token: () => 'jwt' }, 'kept').token()
  expect(asked).toEqual([{ site: 'shop', user: 'jwt' }])
  expect([told, localStorage.length]).toEqual([[], 0])
})

test('what the hub answers for the one before is not taken for the next', async () => {
  const known = identity()
  const before = known.token()
  known.forget()
  expect([await before, await known.token()]).toEqual(['t-2', 't-2'])
  expect(asked).toHaveLength(2)
  expect(told).toEqual(['t-2'])
})

test('whoever writes has a name here before the hub knows them, and another one after being forgotten', async () => {
  const known = identity()
  const { owner } = known
  expect(owner).toMatch(/^shop\/.{36}$/)
  await known.token()
  expect([known.owner, identity().owner]).toEqual([owner, owner])
  known.forget()
  expect(known.owner).toMatch(/^shop\/.{36}$/)
  expect(known.owner).not.toBe(owner)
  expect(identity({ id: 'u-1', token: () => 'jwt' }).owner).toBe('shop/user/u-1')
  expect(identity({ token: () => 'jwt' }).owner).toBeUndefined()
})

test('who is forgotten in one page goes on writing under the old name in another', async () => {
  const [one, other] = [identity(), identity()]
  const { owner } = one
  await one.token()
  other.forget()
  expect(other.owner).not.toBe(owner)
  await one.token()
  expect(one.owner).toBe(owner)
})

test('a token that never comes is asked for again', async () => {
  vi.useFakeTimers()
  const answers = [new Promise<string>(() => {}), 'jwt']
  const known = identity({ token: () => answers.shift() ?? '' })
  const first = known.token()
  const refused = expect(first).rejects.toThrow('no token')
  await vi.advanceTimersByTimeAsync(15_000)
  await refused
  expect(await known.token()).toBe('t-1')
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
