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
