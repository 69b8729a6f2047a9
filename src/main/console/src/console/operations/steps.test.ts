// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { i18n, speak, type Language } from '@/i18n'
import MessageWay from './MessageWay.vue'
import type { Step } from './steps'
import { en, zh } from './texts'

const JAVA = join(import.meta.dirname, '../../../../java/io/omnihub')

afterEach(() => vi.unstubAllGlobals())

// What the page says of the steps of a message's way, each behind its time.
async function told(language: Language, ...steps: Omit<Step, 'at'>[]): Promise<string[]> {
  await speak(language)
  const way = { channel: 'wechat', inbox: 'shop', sequence: 3, outbound: true, steps: steps.map((step) => ({ at: '2026-01-01T00:00:00Z', ...step })) }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ items: [way] }), { headers: { 'Content-Type': 'application/json' } }))
  const page = mount(MessageWay, { global: { plugins: [createPinia(), i18n] } })
  await page.find('input').setValue('x')
  await page.find('form').trigger('submit')
  await flushPromises()
  return page.findAll('li').map((each) => each.findAll('span').map((span) => span.text()).join(': '))
}

const STEPS = [
  { step: 'written', detail: 'late', code: 'late' },
  { step: 'stored', detail: '' },
  { step: 'pending', detail: '2 attempts: WeChat is busy (-1)', reason: 'WeChat is busy (-1)', attempts: 2, code: '' },
  { step: 'failed', detail: '1 attempts, maybe repeated, 45015: too late (45015)', reason: 'too late (45015)', attempts: 1, code: '45015', maybeRepeated: true },
  { step: 'dead', detail: '9 attempts', attempts: 9 },
  { step: 'told-failed', detail: 'recalled', code: 'recalled' },
  { step: 'given-up', detail: 'engine: header.tenant: is unknown', reason: 'header.tenant: is unknown' },
  { step: 'eclipsed', detail: 'by the moon' },
]

test('what became of a message is told in Chinese, with the words of the hub for what is particular', async () => {
  expect(await told('zh', ...STEPS)).toEqual([
    '写下: 延迟到达',
    '已存储',
    '等待发送: 2 次尝试 · 上次尝试未成功（系统原文：WeChat is busy (-1)）',
    '失败: 1 次尝试 · 可能重复 · 客户再次发来消息之前，渠道不接收回复（系统原文：too late (45015)）',
    '已放弃: 9 次尝试 · 多次尝试后仍未成功',
    '回执：失败: 发送之前已撤回',
    '已放弃，成为死信: 未能处理（系统原文：engine: header.tenant: is unknown）',
    'eclipsed: by the moon',
  ])
})

test('in English the hub\'s words are enough', async () => {
  expect(await told('en', ...STEPS)).toEqual([
    'Written: arrived late',
    'Stored',
    'Waits to be sent: 2 attempts · WeChat is busy (-1)',
    'Failed: 1 attempt · maybe repeated · too late (45015)',
    'Given up: 9 attempts · It was tried for long enough',
    'Told: failed: It was taken back before it was sent',
    'Given up, a dead letter: engine: header.tenant: is unknown',
    'eclipsed: by the moon',
  ])
})

test('each step that the hub tells has a name in both languages', () => {
  const ways = readFileSync(join(JAVA, 'delivery/MessageWays.java'), 'utf8')
  const named = [...ways.matchAll(/(?:Step\.of|new Step)\(\s*"([a-z-]+)"[,)]/g)].map((match) => match[1]!)
  const steps = [...named, ...constants('delivery/Delivery.java'), ...constants('message/Receipt.java').map((state) => `told-${state}`)].filter((step) => step !== 'unknown')
  expect(steps).toEqual(expect.arrayContaining(['written', 'given-up', 'called', 'dead', 'told-read']))
  for (const texts of [en, zh]) expect(Object.keys(texts.step)).toEqual(expect.arrayContaining(steps))
})

// Those of the enum State, as the API writes them.
function constants(file: string): string[] {
  const body = readFileSync(join(JAVA, file), 'utf8').split('enum State {')[1]!.split('\n    }')[0]!
  return [...body.matchAll(/^ {8}([A-Z_]+)[,;]?$/gm)].map((match) => match[1]!.toLowerCase().replaceAll('_', '-'))
}
