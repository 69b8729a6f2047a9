import { expect, test } from 'vitest'
import { piecesOf, safeUrl } from './links'

test.each(['javascript:alert(1)', ' javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', '/console/', ''])(
  '%j is no link',
  (url) => expect(safeUrl(url)).toBeUndefined(),
)

test.each(['https://shop.example/p/1', 'http://shop.example/', 'mailto:ada@shop.example', 'tel:+8613800000000'])('%s is a link', (url) =>
  expect(safeUrl(url)).toBe(url),
)

test('addresses in a text become links, without the full stop after them', () => {
  expect(piecesOf('See https://shop.example/p/1. Or 见https://shop.example/a，谢谢')).toEqual([
    { text: 'See ' },
    { text: 'https://shop.example/p/1', href: 'https://shop.example/p/1' },
    { text: '. Or 见' },
    { text: 'https://shop.example/a', href: 'https://shop.example/a' },
    { text: '，谢谢' },
  ])
})

test('a text without addresses stays one piece', () => {
  expect(piecesOf('<b>javascript:alert(1)</b>')).toEqual([{ text: '<b>javascript:alert(1)</b>' }])
})

test.each([
  ['https://example.org/wiki/Cup_(ware)', 'https://example.org/wiki/Cup_(ware)'],
  ['(see https://example.org/wiki/Cup_(ware))', 'https://example.org/wiki/Cup_(ware)'],
  ['(https://example.org/a).', 'https://example.org/a'],
  ['（见https://example.org/a）好', 'https://example.org/a'],
  ['https://example.org/a_(b)_[c]?q={d}!', 'https://example.org/a_(b)_[c]?q={d}'],
  ['[https://example.org/a](https://example.org/b)', 'https://example.org/a'],
  ["'https://example.org/it's'", "https://example.org/it's"],
  ['**https://example.org/a**', 'https://example.org/a'],
  ['https://example.org/a/', 'https://example.org/a/'],
  ['https://example.org/(((', 'https://example.org/'],
  ['https://[2001:db8::1]/a', 'https://[2001:db8::1]/a'],
])('in %j the link is %s', (text, link) => {
  const links = piecesOf(text).filter((piece) => piece.href)
  expect(links[0]?.text).toBe(link)
  expect(piecesOf(text).map((piece) => piece.text).join('')).toBe(text)
})
