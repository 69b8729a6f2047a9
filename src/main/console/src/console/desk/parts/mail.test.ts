// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n, speak } from '@/i18n'
import MailHead from './MailHead.vue'
import RichTextPart from './RichTextPart.vue'
import { isFormed, isMail, picturesWithin, trustOf } from './mail'

const global = { plugins: [i18n] }

describe('a mail', () => {
  it('is trusted as far as the mail server says', () => {
    expect(trustOf({ dmarc: 'pass', spf: 'fail' })).toBe('passed')
    expect(trustOf({ dmarc: 'fail', spf: 'pass' })).toBe('failed')
    expect(trustOf({ spf: 'pass', dkim: 'pass' })).toBe('passed')
    expect(trustOf({ spf: 'pass' })).toBe('unknown')
    expect(trustOf({})).toBe('unknown')
  })

  it('is one by its metadata', () => {
    expect(isMail({ from: 'a@b', subject: 'x' })).toBe(true)
    expect(isMail({ topic: 'x' })).toBe(false)
    expect(isMail(undefined)).toBe(false)
  })

  it('shows its subject, its people and who its sender claims to be', async () => {
    await speak('en')
    const head = mount(MailHead, { props: { facts: { subject: 'Order <1>', from: '"boss@shop" <x@evil>', to: 'help@shop', cc: 'b@c', bcc: 'd@e', dmarc: 'fail', claims: 'boss@shop' } }, global })

    expect(head.text()).toContain('Order <1>')
    expect(head.get('[data-trust]').attributes('data-trust')).toBe('failed')
    expect(head.get('[data-claims]').text()).toContain('boss@shop')
    expect(head.findAll('dd').map((each) => each.text())).toEqual(['"boss@shop" <x@evil>', 'help@shop', 'b@c', 'd@e', 'DMARC fail'])
  })
})

describe('the HTML of a mail', () => {
  it('names the pictures that need not be shown again', () => {
    const rich = { type: 'rich-text' as const, html: '<p><img alt="a" data-part="2"><img data-remote="https://x.y/z"></p>' }
    expect([...picturesWithin([{ type: 'text', text: 'x' }, rich])]).toEqual([2])
    expect(picturesWithin([{ type: 'text', text: 'data-part="1"' }]).size).toBe(0)
  })

  const html = '<p>see <img alt="cup" data-part="2" src="https://evil.example/x.png" onerror="x()"></p><p><img alt="logo" data-remote="https://cdn.example/l.png"><img data-remote="javascript:x"><img data-remote="https://["><img data-remote="https://a:99999/"></p>'
  const source = (part: number) => `/media/${part}`

  it('shows the pictures of the mail and only names those that lie elsewhere', async () => {
    await speak('en')
    const part = mount(RichTextPart, { props: { html, mail: true, source }, global })

    expect(part.findAll('img').map((each) => each.attributes('src'))).toEqual(['/media/2'])
    const links = part.findAll('a')
    expect(links.map((each) => each.attributes('href'))).toEqual(['https://cdn.example/l.png'])
    expect(links[0]?.text()).toContain('cdn.example')
    expect(links[0]?.attributes('rel')).toContain('noreferrer')
    expect(part.html()).not.toContain('onerror')
    expect(part.html()).not.toContain('javascript')
  })

  it('loads those that lie elsewhere, by the hub, once somebody asks for them', async () => {
    await speak('en')
    const remote = (address: string) => `/picture?address=${encodeURIComponent(address)}`
    const part = mount(RichTextPart, { props: { html, mail: true, source, remote }, global })

    expect(part.text()).toContain('cdn.example')
    expect(part.findAll('img')).toHaveLength(1)
    await part.get('[data-load-pictures]').trigger('click')
    expect(part.findAll('img').map((each) => each.attributes('src'))).toEqual(['/media/2', '/picture?address=https%3A%2F%2Fcdn.example%2Fl.png'])
    expect(part.find('[data-load-pictures]').exists()).toBe(false)

    const other = mount(RichTextPart, { props: { html: '<p><img alt="x" data-remote="javascript:x"></p>', mail: true, source, remote }, global })
    expect(other.find('[data-load-pictures]').exists()).toBe(false)
  })

  it('is folded where it only quotes', () => {
    expect(isFormed('<blockquote>old</blockquote>')).toBe(false)
    expect(isFormed(html)).toBe(true)
    const part = mount(RichTextPart, { props: { html: '<blockquote>old</blockquote>', mail: true, source }, global })
    expect(part.get('details').attributes('open')).toBeUndefined()
  })
})
