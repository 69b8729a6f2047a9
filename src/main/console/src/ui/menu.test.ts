// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import OrderMenu from '@/console/desk/OrderMenu.vue'
import { i18n, speak } from '@/i18n'
import MenuButton from './MenuButton.vue'

// Modules are compiled when they are first asked for.
const LONG = { timeout: 10_000 }

let page: VueWrapper

beforeEach(async () => {
  await speak('en')
  page = mount(OrderMenu, { attachTo: document.body, global: { plugins: [createPinia(), i18n] } })
})

afterEach(() => page.unmount())

function button(): HTMLButtonElement {
  return page.find('button').element
}

function entries(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')]
}

test('the button of a menu says what it is before the menu is loaded', () => {
  expect(button().getAttribute('aria-haspopup')).toBe('menu')
  expect(button().getAttribute('aria-expanded')).toBe('false')
  expect(button().getAttribute('aria-label')).toContain('Order')
  expect(entries()).toEqual([])
})

test.each([
  ['a pointer', () => button().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))],
  ['Enter', () => button().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }))],
  ['the arrow down', () => button().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))],
])('a menu opens by %s, and the second time as the first', async (_, open) => {
  for (let time = 0; time < 2; time++) {
    button().focus()
    open()
    await vi.waitFor(() => expect(entries().map((each) => each.textContent?.trim())).toEqual(['Who has waited longest first', 'Last message first']), LONG)
    expect(button().getAttribute('aria-expanded')).toBe('true')
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await vi.waitFor(() => expect(button().getAttribute('aria-expanded')).toBe('false'), LONG)
  }
})

test('pressed twice before it is loaded, a menu opens once', async () => {
  button().click()
  button().click()
  await flushPromises()
  await vi.waitFor(() => expect(entries()).toHaveLength(2), LONG)
  expect(button().getAttribute('aria-expanded')).toBe('true')
})

test('a menu that can\'t be had is asked for again when it is opened again', async () => {
  const told = vi.fn()
  const menu = vi.fn().mockRejectedValue(new Error('offline'))
  const other = mount(MenuButton, { props: { label: 'M', menu }, global: { config: { errorHandler: told } } })
  await other.find('button').trigger('focus')
  expect(told).not.toHaveBeenCalled()
  for (const times of [1, 2]) {
    await other.find('button').trigger('click')
    await flushPromises()
    expect(told).toHaveBeenCalledTimes(times)
  }
})
