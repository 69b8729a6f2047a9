// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import { i18n, speak } from '@/i18n'
import LookupList from './LookupList.vue'

test.each([
  ['busy', 'It is asked too often just now.', '查询失败。 当前查询过多，请稍后重试。'],
  ['timeout', 'It took longer than 400 ms.', '查询失败。 对方系统未在限定时间内应答。'],
  ['refused', 'It answered with HTTP 502.', '查询失败。 对方系统返回了错误。（系统原文：It answered with HTTP 502.）'],
  ['failed', 'It failed.', '（系统原文：It failed.）'],
  ['eclipsed', 'The moon is in the way.', '查询失败。 The moon is in the way.'],
])('why a look-up gives no answer is told in the reader\'s language: %s', async (code, failure, told) => {
  await speak('zh')
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(url.endsWith('/lookups') ? { items: [{ name: 'crm', title: 'CRM' }] } : { records: [], code, failure }),
  )
  const list = mount(LookupList, { props: { contact: 'c' }, global: { plugins: [createPinia(), i18n] } })
  await vi.waitFor(async () => {
    await flushPromises()
    expect(list.find('[role=alert]').text()).toContain(told)
  })
})
