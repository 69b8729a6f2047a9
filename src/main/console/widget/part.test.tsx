// @vitest-environment happy-dom
import type { Client } from '@client/client'
import { render } from 'preact'
import { afterEach, expect, test, vi } from 'vitest'
import type { Part } from '@/live/model'
import { PartView } from './part'
import { en } from './texts'

const box = document.createElement('div')

function show(part: Part | undefined): void {
  const client = { download: async () => new Blob(['x']) } as unknown as Client
  render(part ? <PartView part={part} place={{ client, sequence: 1, index: 0 }} /> : null, box)
}

afterEach(() => {
  vi.restoreAllMocks()
})

test('the bytes of a picture are let go with it', async () => {
  const revoke = vi.spyOn(URL, 'revokeObjectURL')
  show({ type: 'image', media: { blob: 'a'.repeat(64) } })
  await vi.waitFor(() => expect(box.querySelector('img')).not.toBeNull())
  const url = box.querySelector('img')?.src
  show(undefined)
  expect(revoke).toHaveBeenCalledWith(url)
})

test('a card has its picture, its lines and its pages', async () => {
  const fields = [{ name: 'State', value: 'Shipped' }]
  const buttons = [{ label: 'Track', url: 'https://sf.example/1' }, { label: 'Press', value: 'p' }]
  show({ type: 'card', title: 'Parcel 1', fields, buttons, picture: { blob: 'a'.repeat(64) } })
  await vi.waitFor(() => expect(box.querySelector('.card img')).not.toBeNull())
  expect(box.textContent).toContain('Parcel 1')
  expect(box.textContent).toContain('State Shipped')
  expect([...box.querySelectorAll('a')].map((each) => each.textContent)).toEqual(['Track'])
  expect(box.querySelector('.press')?.textContent).toBe('Press')
})

test('the state of a record has its colour, and its way its stations', async () => {
  const fields = [{ name: 'State', value: 'Shipped' }, { name: 'Carrier', value: 'SF' }]
  const part: Part = { type: 'card', title: 'Parcel 1', fields, metadata: { record: 'r', change: '3' } }
  const steps = [{ name: 'Packed', note: 'Suzhou', time: '2026-01-31T07:00:00.000Z', done: true }, { name: 'Delivered', done: false }]
  const asked: number[][] = []
  const record = async (...place: number[]) => {
    asked.push(place)
    return { tone: 'busy', steps }
  }
  render(<PartView part={part} place={{ client: { record } as unknown as Client, sequence: 7, index: 2 }} />, box)
  await vi.waitFor(() => expect([...box.querySelectorAll('[data-tone]')].map((each) => each.outerHTML)).toEqual(['<b data-tone="busy">Shipped</b>']))
  expect([...box.querySelectorAll('li')].map((each) => each.className)).toEqual(['done', ''])
  expect(box.querySelector('li')?.textContent).toMatch(/^Packed Suzhou · Jan 31, 2026, /)
  expect(asked).toEqual([[7, 2]])
})

test('a record that is kept no more has the words of its card', async () => {
  const record = vi.fn(async () => Promise.reject(new Error('gone')))
  const part: Part = { type: 'card', title: 'Parcel 1', fields: [{ name: 'State', value: 'Shipped' }], metadata: { record: 'r', change: '3' } }
  render(null, box)
  render(<PartView part={part} place={{ client: { record } as unknown as Client, sequence: 7, index: 0 }} />, box)
  await vi.waitFor(() => expect(record).toHaveBeenCalled())
  expect(box.textContent).toBe('Parcel 1State Shipped')
})

test('a button of a card is pressed once, and again where that was not taken', async () => {
  const pressed: unknown[][] = []
  let taken = false
  const press = async (...words: unknown[]) => {
    pressed.push(words)
    if (!taken) throw new Error('away')
  }
  const part: Part = { type: 'card', title: 'Order 1', buttons: [{ label: 'Hold it', value: 'hold' }] }
  render(null, box)
  render(<PartView part={part} place={{ client: { press } as unknown as Client, sequence: 7, index: 2 }} />, box)
  const button = box.querySelector<HTMLButtonElement>('.press') ?? expect.fail('no button')
  button.click()
  await vi.waitFor(() => expect(button.textContent).toBe(`Hold it${en.failed}`))
  taken = true
  button.click()
  await vi.waitFor(() => expect(button.textContent).toBe(`Hold it${en.stored}`))
  expect(button.disabled).toBe(true)
  expect(pressed).toEqual([
    [7, 2, 'hold'],
    [7, 2, 'hold'],
  ])
})

test('what the visitor has chosen is shown by its words', () => {
  show({ type: 'system-event', event: 'card-click', data: { value: 'rate:5', button: 'Very content' } })
  expect(box.textContent).toBe('Very content')
  show({ type: 'system-event', event: 'scan' })
  expect(box.textContent).toBe(en.unsupported)
})

test('what leads into an app is told and no link, since a page opens no such address', () => {
  const buttons = [{ label: 'Order', url: 'myshop://order/1024' }, { label: 'Run', url: 'javascript:alert(1)' }, { label: 'Call', url: 'tel:+8613800000000' }]
  show({ type: 'card', title: 'Order 1024', buttons })
  expect(box.textContent).toContain('Order')
  expect([...box.querySelectorAll('a')].map((each) => each.href)).toEqual(['tel:+8613800000000'])
})

test('a part of a kind that only a later version knows is told to be there', () => {
  show({ type: 'hologram' } as unknown as Part)
  expect(box.textContent).toBe(en.unsupported)
})
