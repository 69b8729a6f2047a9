// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { i18n, speak } from '@/i18n'
import { fullTime } from '@/text/formats'
import CardPart from './CardPart.vue'
import ImagePart from './ImagePart.vue'
import SoundPart from './SoundPart.vue'

const media = { blob: 'a'.repeat(64), fileName: 'measures.csv', contentType: 'image/bmp', size: 12 }
const source = '/api/v1/conversations/c/entries/1/parts/0/media'
const global = { plugins: [createPinia(), i18n] }

describe('a picture or a sound that can not be shown', () => {
  it('has a link to its file where the picture fails', async () => {
    const part = mount(ImagePart, { props: { media, sticker: false, source }, global })
    await part.get('img').trigger('error')

    expect(part.find('img').exists()).toBe(false)
    expect(part.get('a[download]').attributes('href')).toBe(source)
    expect(part.get('a[download]').attributes('download')).toBe('measures.csv')
  })

  it('has a link to its file where the player fails', async () => {
    const video = { type: 'video' as const, media: { ...media, contentType: '' } }
    const part = mount(SoundPart, { props: { part: video, source }, global })
    expect(part.find('video').exists()).toBe(true)
    await part.get('video').trigger('error')

    expect(part.find('video').exists()).toBe(false)
    expect(part.get('a[download]').attributes('href')).toBe(source)
  })

  it('has one from the start where the browser knows that it can not play it', () => {
    const voice = { type: 'voice' as const, media: { ...media, contentType: 'audio/amr' } }
    const part = mount(SoundPart, { props: { part: voice, source }, global })

    expect(part.find('audio').exists()).toBe(HTMLAudioElement.prototype.canPlayType.call(document.createElement('audio'), 'audio/amr') !== '')
    expect(part.get('a[download]').attributes('href')).toBe(source)
  })
})

describe('a card', () => {
  it('tells its times in the time of whoever reads, and names of the hub in their language', async () => {
    await speak('en')
    const fields = [
      { name: 'start_time', value: '2020-12-18T04:23:15Z' },
      { name: '订单', value: '2020-12-18' },
    ]
    const part = mount(CardPart, { props: { part: { type: 'card' as const, title: 'Meeting', fields } }, global })

    expect(part.findAll('dt').map((each) => each.text())).toEqual(['Begins', '订单'])
    expect(part.findAll('dd').map((each) => each.text())).toEqual([fullTime('2020-12-18T04:23:15Z', 'en'), '2020-12-18'])
  })

  it('tells where it leads in the contact\'s app, and opens only what a page opens', async () => {
    await speak('en')
    const buttons = [
      { label: '订单', url: 'myshop://order/1024' },
      { label: '运行', url: 'javascript:alert(1)' },
      { label: '网页', url: 'https://shop.example/o/1024' },
    ]
    const part = mount(CardPart, { props: { part: { type: 'card' as const, title: '订单 1024', buttons } }, global })

    expect(part.findAll('a').map((each) => each.attributes('href'))).toEqual(['https://shop.example/o/1024'])
    expect(part.text()).toContain('myshop://order/1024')
    expect(part.get('[title]').attributes('title')).toBe('Opens in the contact’s app: myshop://order/1024')
  })
})
