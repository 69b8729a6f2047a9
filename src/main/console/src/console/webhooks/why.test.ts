// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { i18n, speak, type Language } from '@/i18n'
import { en, zh } from './texts'
import WebhookEvents from './WebhookEvents.vue'

const JAVA = join(import.meta.dirname, '../../../../java/io/omnihub/webhook')

afterEach(() => vi.unstubAllGlobals())

// What the page says of an event that was not taken, and of an attempt at it.
async function told(language: Language, event: object, attempt: object): Promise<string> {
  localStorage.setItem('omnihub.language', language)
  await speak(language)
  const listed = { id: 'x.2', type: 'message.created', state: 'pending', attempts: 1, createdAt: '2026-01-01T00:00:00Z', ...event }
  const tried = { number: 1, at: '2026-01-01T00:00:00Z', tookMs: 7, ...attempt }
  vi.stubGlobal('fetch', async (url: string) => new Response(JSON.stringify(url.includes('/x.2') ? { event: listed, attempts: [tried] } : { items: [listed] })))
  const page = mount(WebhookEvents, { props: { webhook: { id: 'w', state: 'on' } as never }, global: { plugins: [createPinia(), i18n] } })
  await flushPromises()
  await page.find('li button').trigger('click')
  await flushPromises()
  return page.find('li').text()
}

test('why a webhook did not take an event is told in Chinese by the code', async () => {
  const said = await told('zh', { code: 'http-503', reason: 'it answered 503' }, { code: 'timeout', error: 'it did not answer in time' })
  expect(said).toContain('对方返回 503')
  expect(said).toContain('未在规定时间内应答')
  expect(said).not.toContain('answer')
})

test('what has no code that is known is told in the words of the hub', async () => {
  const said = await told('zh', { reason: 'a fault of the hub, X' }, { error: 'as an earlier version said it' })
  expect(said).toContain('未被接收（系统原文：a fault of the hub, X）')
  expect(said).toContain('未被接收（系统原文：as an earlier version said it）')
  expect(await told('en', { reason: 'the hub is busy' }, { code: 'eclipsed', error: 'the moon' })).toMatch(/the hub is busy.*the moon/)
})

test('each code that the hub gives has words in both languages', () => {
  const codes = [...readFileSync(join(JAVA, 'NoAnswer.java'), 'utf8').matchAll(/^ {4}([A-Z_]+)\("/gm)].map((match) => match[1]!.toLowerCase().replaceAll('_', '-'))
  codes.push(...[...readFileSync(join(JAVA, 'EventSending.java'), 'utf8').matchAll(/ChannelRejectedException\(\s*"([^"]+)"/g)].map((match) => match[1]!), 'gone')
  expect(codes).toEqual(expect.arrayContaining(['no-address', 'timeout', 'off', 'pruned', 'erased']))
  for (const texts of [en, zh]) expect(Object.keys(texts.why).sort()).toEqual([...codes, 'answered', 'other'].sort())
})
