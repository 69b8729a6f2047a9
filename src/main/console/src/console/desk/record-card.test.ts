// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { i18n, speak } from '@/i18n'
import { fullTime, money } from '@/text/formats'
import CardPart from './parts/CardPart.vue'
import EventPart from './parts/EventPart.vue'
import RecordCard from './RecordCard.vue'
import type { KeptRecord } from './records'

const KEPT: KeptRecord = {
  id: 'r/1',
  source: 'shop',
  changes: 2,
  createdAt: '2026-01-30T08:00:00Z',
  changedAt: '2026-01-31T08:00:00Z',
  picture: true,
  record: {
    type: 'shipment',
    key: 'SF-1',
    title: 'Parcel SF-1',
    state: 'shipped',
    tone: 'good',
    fields: [
      { name: 'amount', kind: 'money', value: '128.50', currency: 'CNY' },
      { name: 'expected', kind: 'date', value: '2026-02-02' },
    ],
    steps: [{ name: 'Packed', time: '2026-01-31T08:00:00Z', done: true }, { name: 'Delivered', note: 'Suzhou' }],
    buttons: [
      { label: 'Track', url: 'https://sf.example/1' },
      { label: 'Bad', url: 'javascript:alert(1)' },
      { label: 'Open', url: 'myshop://order/1' },
      { label: 'Cancel', value: 'cancel' },
    ],
  },
}

const global = { plugins: [createPinia(), i18n] }
const card = { type: 'card' as const, title: 'Parcel SF-1', fields: [{ name: 'state', value: 'shipped' }], metadata: { record: 'r/1', change: '2' }, picture: { blob: 'a'.repeat(64) } }
const calls = vi.spyOn(globalThis, 'fetch')

function answers(status: number, body: unknown): void {
  calls.mockImplementation(async () => new Response(JSON.stringify(body), { status }))
}

afterEach(() => calls.mockReset())

describe('a record', () => {
  it('is shown with its picture, the colour of its state, its values in words, its steps and its buttons', async () => {
    await speak('en')
    const shown = mount(RecordCard, { props: { kept: KEPT, conversation: 'c/1' }, global })

    expect(shown.get('img').attributes('src')).toBe('/api/v1/records/r%2F1/picture')
    expect(shown.get('header span.bg-good-soft').text()).toBe('Shipped')
    expect(shown.findAll('dd').map((each) => each.text())).toEqual([money('128.50', 'CNY', 'en'), 'Feb 2, 2026'])
    const steps = shown.findAll('ol li')
    expect(steps.map((each) => each.classes('done'))).toEqual([true, false])
    expect(steps[0]?.text()).toContain(fullTime('2026-01-31T08:00:00Z', 'en'))
    expect(steps[1]?.text()).toContain('Suzhou')
    expect(shown.findAll('a').map((each) => each.attributes('href'))).toEqual(['https://sf.example/1'])
    expect(shown.findAll('button').map((each) => each.text())).toEqual(['Cancel'])
    expect(shown.get('span[title="Opens in the contact’s app: myshop://order/1"]').text()).toBe('Openmyshop://order/1')

    await shown.get('img').trigger('error')
    expect(shown.find('img').exists()).toBe(false)
  })

  it('has its button pressed in the conversation beside which it is shown', async () => {
    answers(201, { conversation: 'c/1', sequence: 4 })
    const shown = mount(RecordCard, { props: { kept: KEPT, conversation: 'c/1' }, global })
    await shown.get('button').trigger('click')
    await flushPromises()

    expect(calls).toHaveBeenCalledOnce()
    expect(calls.mock.calls[0]?.[0]).toBe('/api/v1/conversations/c%2F1/records/r%2F1/clicks')
    expect(calls.mock.calls[0]?.[1]?.body).toBe('{"value":"cancel"}')
  })

  it('that is only looked up has no button to press', () => {
    const shown = mount(RecordCard, { props: { kept: { ...KEPT, id: '' }, conversation: 'c/1' }, global })
    expect(shown.find('button').exists()).toBe(false)
  })
})

describe('a card of the hub in a conversation', () => {
  it('shows the record as it was, with the picture that came with the card', async () => {
    answers(200, KEPT)
    const shown = mount(CardPart, { props: { part: card, conversation: 'c/1', source: '/parts/0/media', told: true }, global })
    await vi.waitFor(() => expect(shown.find('header span.bg-good-soft').exists()).toBe(true))

    expect(calls.mock.calls[0]?.[0]).toBe('/api/v1/records/r%2F1/history/2')
    expect(shown.get('img').attributes('src')).toBe('/parts/0/media')
    expect(shown.findAll('ol li')).toHaveLength(2)
  })

  it('shows its own words and picture where the record is kept no more', async () => {
    answers(404, {})
    const shown = mount(CardPart, { props: { part: card, conversation: 'c/1', source: '/parts/0/media', told: true }, global })
    await flushPromises()

    expect(calls).toHaveBeenCalledOnce()
    expect(shown.find('header').exists()).toBe(false)
    expect(shown.get('dd').text()).toBe('Shipped')
    expect(shown.get('img').attributes('src')).toBe('/parts/0/media')
  })

  it('of somebody else shows no record, whatever it names', async () => {
    const shown = mount(CardPart, { props: { part: card, conversation: 'c/1', source: '/parts/0/media' }, global })
    await flushPromises()

    expect(calls).not.toHaveBeenCalled()
    expect(shown.text()).toContain('Parcel SF-1')
  })
})

describe('what was pressed', () => {
  it('is told by the words of the button and the record', () => {
    const data = { record: 'r/1', source: 'shop', type: 'order', key: '7', title: 'Order 7', value: 'cancel', button: 'Cancel' }
    const shown = mount(EventPart, { props: { part: { type: 'system-event' as const, event: 'card-click', data } }, global })
    expect(shown.findAll('p').map((each) => each.text())).toEqual(['Pressed “Cancel”', 'Order 7'])
  })
})
