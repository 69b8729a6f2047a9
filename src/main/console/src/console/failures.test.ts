// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { i18n, speak } from '@/i18n'
import { Problem } from './api'
import { whyFailed, whyLost } from './failures'
import { wordsFor } from './stores/notices'
import { whyUnsent } from './stores/unsent'

const ROOT = join(import.meta.dirname, '../../../../..')
const CONNECTORS = join(ROOT, 'channel-connectors/src/main/java/io/omnihub/channel')

// What no agent reads: webhooks have words of their own, and whoever wakes a device tells nobody.
const OTHERS = /\/(webhook|device|hub)\//

// What says why media can't be fetched; the last three are used where something is sent too.
const FETCHING = /(Fetches|[a-z]Media|PlatformBody|CallSteps|Address|ChannelInboxes)\.java$/
const ONLY_FETCHING = /(Fetches|[a-z]Media|PlatformBody|CallSteps)\.java$/

// The codes of failures that stay which the hub's own sources say: the words in their constructors, and constants.
function codesOf(which: (file: string) => boolean): string[] {
  const files = ['src/main/java/io/omnihub', 'channel-connectors/src/main/java', 'adapters/src/main/java'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
  )
  const said = /(?:ChannelRejectedException|Fail)\(\s*"([a-z-]+)"|errands\.cancel\(\w+, \w+, "([a-z-]+)"|String (?:NOT_CAPABLE|GONE|GIVEN_UP) = "([a-z-]+)"/g
  const codes = files
    .filter((file) => file.endsWith('.java') && !OTHERS.test(file) && which(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(said)].map(([, ...found]) => found.find(Boolean)!))
  // One that ends so has a status of HTTP behind it, and is told by the words for any other.
  return [...new Set(codes)].filter((code) => !code.endsWith('-'))
}

beforeEach(() => speak('zh'))

test.each([
  ['wechat', '45015', 'the customer has not written within the last 48 hours (45015)', '客户再次发来消息之前，渠道不接收回复（系统原文：the customer has not written within the last 48 hours (45015)）'],
  ['feishu', '230002', '', '群聊已不存在，或账号已不在群中'],
  ['email', '550', '', '邮件服务器没有此地址，或拒收其邮件'],
  ['email', 'no-recipient', '', '没有可发送的收件人'],
  ['acme', '550', 'it is closed (550)', '渠道未接收（代码：550）（系统原文：it is closed (550)）'],
  ['wechat', '', 'WeChat is busy (-1)', '多次尝试后仍未成功（系统原文：WeChat is busy (-1)）'],
])('why %s did not take something is told in Chinese by its code %s', (channel, code, reason, told) => {
  expect(whyFailed(channel, { code, reason })).toBe(told)
})

test('in English the hub has the words already, and where it has none the code has', async () => {
  await speak('en')
  expect(whyFailed('wechat', { code: '45015', reason: 'the customer has not written lately (45015)' })).toBe('the customer has not written lately (45015)')
  expect(whyFailed('wechat', { code: '45015', reason: '' })).toBe('The channel takes no reply until the contact says something again')
  expect(whyFailed('acme', { code: 'X-7', reason: '' })).toBe('The channel refused it (code X-7)')
})

test.each([
  [{ code: '40007', reason: '' }, '渠道已不再保存'],
  [{ code: 'infected', reason: 'Eicar' }, '未通过病毒扫描（系统原文：Eicar）'],
  [{ code: 'given-up', reason: 'busy' }, '多次尝试后仍未成功（系统原文：busy）'],
  // As earlier versions of the hub told it.
  [{ code: '', reason: 'WeChat no longer has it' }, '渠道未提供（系统原文：WeChat no longer has it）'],
  [{ code: 'http-404', reason: '' }, '渠道未提供（代码：http-404）'],
])('why media can not be had is told in Chinese by the code (%#)', (failure, told) => {
  expect(whyLost(failure)).toBe(told)
})

test('why the hub did not take a message, or anything else, is told in Chinese by the code', () => {
  expect(whyUnsent({ code: 'invalid', reason: 'parts: must be given' })).toBe('内容不符合要求（系统原文：parts: must be given）')
  expect(whyUnsent({ code: 'window-closed', reason: 'until noon' })).toBe('客户再次发来消息之前，渠道不接收回复')
  expect(whyUnsent({ code: 'eclipsed', reason: '' })).toBe('服务器拒绝了此消息（代码：eclipsed）')
  expect(wordsFor(new Problem(409, { type: 'urn:omnihub:problem:name-taken', detail: 'There is one.' }))).toBe('该名称已被使用。')
  expect(wordsFor(new Problem(422, { type: 'urn:omnihub:problem:eclipsed', detail: 'The moon.' }))).toBe('操作失败（代码：eclipsed）。（系统原文：The moon.）')
  expect(wordsFor(new Problem(500, { title: 'Internal Server Error' }))).toBe('操作失败（代码：HTTP 500）。（系统原文：Internal Server Error）')
})

test('each problem of the API that an agent may meet has words', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/api.md'), 'utf8')
  const types = [...page.slice(page.indexOf('## Problems'), page.indexOf('## Examples')).matchAll(/^\| `([a-z-]+)` \| (\d+)/gm)]
  expect(types.length).toBeGreaterThan(15)
  // What is 403 is told so, and these the page meets before anybody reads them.
  const met = new Set(['load-anew', 'too-many-tries'])
  const without = types.filter(([, type, status]) => status !== '403' && !met.has(type!)).filter(([, type, status]) => wordsFor(new Problem(Number(status), { type: `urn:omnihub:problem:${type}`, detail: 'X' })).includes('代码'))
  expect(without.map(([, type]) => type)).toEqual([])
})

test.each(['wechat', 'feishu', 'email'])('each code with which %s refuses something for good has a meaning', (channel) => {
  const source = readFileSync(join(CONNECTORS, channel, 'ErrorCodes.java'), 'utf8')
  const codes = [...source.matchAll(/case ([\d,\s]+)->\s*never\(/g)].flatMap(([, all]) => all!.split(',').map((code) => code.trim()))
  expect(codes.length).toBeGreaterThan(2)
  expect(codes.filter((code) => whyFailed(channel, { code, reason: '' }).includes(code))).toEqual([])
})

test.each(['zh', 'en'] as const)('each code by which the hub itself refuses to send has words in %s', async (language) => {
  await speak(language)
  const codes = codesOf((file) => !ONLY_FETCHING.test(file))
  expect(codes).toEqual(expect.arrayContaining(['not-capable', 'recalled', 'erased', 'not-sent', 'no-recipient', 'no-inbox', 'too-long']))
  const { te } = i18n.global
  expect(codes.filter((code) => !te(`failure.${code}`))).toEqual([])
})

test.each(['zh', 'en'] as const)('each code by which the hub itself says that media are lost has words in %s', async (language) => {
  await speak(language)
  const codes = codesOf((file) => FETCHING.test(file))
  expect(codes).toEqual(expect.arrayContaining(['given-up', 'gone', 'infected', 'too-large', 'foreign-host', 'no-media-id', 'no-inbox']))
  const { te } = i18n.global
  expect(codes.filter((code) => !te(`lost.${code}`))).toEqual([])
})
