import { expect, test } from 'vitest'
import { addressesOf, wrongAddress } from './copies'

test('addresses are kept apart by whatever people put between them', () => {
  expect(addressesOf(' a@x.example, b@x.example;c@x.example、d@x.example，e@x.example\n a@x.example ')).toEqual([
    'a@x.example',
    'b@x.example',
    'c@x.example',
    'd@x.example',
    'e@x.example',
  ])
  expect(addressesOf(' ')).toEqual([])
})

test.each(['boss', 'boss@', '@x.example', 'a@b@c', 'Boss<boss@x.example>', `${'a'.repeat(320)}@x.example`])('%s is no address', (wrong) => {
  expect(wrongAddress({ cc: ['a@x.example'], bcc: [wrong] })).toBe(wrong)
})

test('what a mail server may know is an address', () => {
  expect(wrongAddress({ cc: ['a@localhost', "o'hara+tag@例子.中国"], bcc: [] })).toBeUndefined()
})
