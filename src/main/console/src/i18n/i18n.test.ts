import { expect, test, vi } from 'vitest'
import * as operations from '@/console/operations/texts'
import * as webhooks from '@/console/webhooks/texts'
import { en as common } from './en'
import type { Language } from './index'
import { createTexts } from './texts'
import { zh as commonZh } from './zh'

// With what is loaded later.
const en = { ...common, operations: operations.en, webhooks: webhooks.en }
const zh = { ...commonZh, operations: operations.zh, webhooks: webhooks.zh }

type Tree = { [key: string]: string | Tree }

function keys(tree: Tree, before = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${before}${name}`] : keys(value, `${before}${name}.`),
  )
}

function at(tree: Tree, key: string): string {
  return key.split('.').reduce<string | Tree>((found, name) => (found as Tree)[name]!, tree) as string
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/{(\w+)}/g)].map((match) => match[1]!).sort()
}

test('both languages have the same keys', () => {
  expect(keys(zh)).toEqual(keys(en))
})

test.each<Language>(['en', 'zh'])('every text renders in %s', (language) => {
  const warn = vi.spyOn(console, 'warn')
  const { t, mergeLocaleMessage } = createTexts(language).global
  mergeLocaleMessage(language, language === 'en' ? en : zh)
  for (const key of keys(language === 'en' ? en : zh)) {
    const rendered = t(key, { name: 'N', count: 2, who: 'W', assignee: 'A', labels: 'L', waiting: 3, underWay: 1, time: 'T', status: 200, ms: 5, error: 'E', sentence: 'S' }, 2)
    expect(rendered, key).not.toBe('')
    expect(rendered, key).not.toBe(key)
  }
  expect(warn).not.toHaveBeenCalled()
})

// In English the hub's own sentence is enough.
test.each(keys(en).filter((key) => key !== 'told'))('%s names the same things in both languages', (key) => {
  expect([...new Set(placeholders(at(zh, key)))]).toEqual([...new Set(placeholders(at(en, key)))])
})
