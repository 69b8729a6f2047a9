// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, test } from 'vitest'
import { i18n, speak, type Language } from '@/i18n'
import InboxRow from './InboxRow.vue'
import { en } from './texts'

const SAID = 'Feishu refuses our address: add this machine\'s address to the app\'s IP list'

const global = { plugins: [createPinia(), i18n] }

async function shown(language: Language, reason: string): Promise<string> {
  await speak(language)
  const inbox = { id: 'feishu-main', name: 'Feishu', channel: 'feishu', status: { state: 'offline', reason, sentence: SAID } }
  return mount(InboxRow, { props: { inbox, busy: false } as never, global }).text()
}

test('why an inbox is offline is said in Chinese, with the words of the hub for what is particular', async () => {
  expect(await shown('zh', 'address')).toContain(`请检查本机地址与平台的 IP 白名单。（系统原文：${SAID}）`)
})

test('in English the hub\'s words are enough', async () => {
  expect(await shown('en', 'address')).toContain(`Our address · ${SAID}`)
})

test('a reason that is not known yet is told in the hub\'s words', async () => {
  expect(await shown('zh', 'quota')).toContain(`quota · ${SAID}`)
})

test('each reason that the hub gives has a name and a sentence', () => {
  const java = readFileSync('../java/io/omnihub/channel/ChannelStatus.java', 'utf8')
  const reasons = [...java.split('enum Reason {')[1]!.split('\n    }')[0]!.matchAll(/^ {8}([A-Z_]+),?$/gm)].map((match) => match[1]!.toLowerCase().replace('_', '-')).filter((reason) => reason !== 'none')
  expect(reasons).toContain('rate-limited')
  expect(Object.keys(en.inboxSentence)).toEqual(reasons)
  expect(Object.keys(en.inboxReason)).toEqual([...reasons, 'unknown'])
})
