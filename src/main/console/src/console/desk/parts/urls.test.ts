import { expect, test } from 'vitest'
import { piecesOf, safeUrl } from './urls'

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
