import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { useInboxes } from '../stores/inboxes'
import { channelIcon, channelName } from './channels'

test('a channel is shown as its file says, and one that the console knows as ever', () => {
  setActivePinia(createPinia())
  const inbox = { name: '', sends: [] }
  useInboxes().inboxes = new Map([
    ['a', { ...inbox, id: 'a', channel: 'acme', channelName: 'Acme Talk', channelIcon: 'bubble' }],
    ['d', { ...inbox, id: 'd', channel: 'drawn', channelName: 'Drawn', channelIcon: 'M1 2h3z' }],
    ['e', { ...inbox, id: 'e', channel: 'else', channelName: 'Else', channelIcon: 'nothing' }],
    ['w', { ...inbox, id: 'w', channel: 'wechat' }],
  ])

  expect([channelName('acme'), channelIcon('acme')]).toEqual(['Acme Talk', 'bubble'])
  expect(channelIcon('drawn')).toBe('M1 2h3z')
  expect(channelIcon('else')).toBe('plug')
  expect(channelIcon('wechat')).toBe('wechat')
  expect([channelName('nobody'), channelIcon('nobody')]).toEqual(['nobody', 'plug'])
})
