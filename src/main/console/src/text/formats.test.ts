import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { brief, clock, date, daysAgo, fileSize, fullTime, isolated, languageName, moment, since } from './formats'

const NOON = new Date(2026, 2, 1, 12).getTime()

function at(hour: number, day = 1): string {
  return new Date(2026, 2, day, hour).toISOString()
}

test.each(['zh_CN', 'not a language', '-', 'x'.repeat(300)])('%j is no language, and shown as it came', (language) => {
  expect(languageName(language, 'en')).toBe(language)
})

test('a language has a name', () => {
  expect(languageName('zh-CN', 'en')).toBe('Chinese (China)')
})

test.each(['', 'yesterday', '2026-13-45T99:00:00Z', '+999999999-01-01T00:00:00Z'])('%j is no time, and breaks nothing', (odd) => {
  for (const format of [clock, date, fullTime]) expect(format(odd, 'en')).toBe(odd)
  expect(brief(odd, 'en', NOON)).toBe(odd)
  expect(daysAgo(odd, NOON)).toBe(Infinity)
  expect(since(odd, 'en', NOON)).not.toBe('')
})

test('a moment in a field is told in the local time, and nothing else is touched', () => {
  for (const written of [at(21), at(21).replace(/\.\d+/, ''), at(21).replace(/:00\.000/, '')]) expect(moment(written, 'en')).toBe(fullTime(at(21), 'en'))
  for (const other of ['2026-03-01', 'A-1024', '', '2026-03-01T21:00:00+08:00', '2026-13-45T99:00:00Z']) expect(moment(other, 'en')).toBe(other)
})

test('times are told by 24 hours everywhere', () => {
  expect(clock(at(21), 'en')).toBe('21:00')
  expect(fullTime(at(21), 'en')).toContain('21:00')
  expect(fullTime(at(21), 'zh-CN')).toContain('21:00')
})

test('how long somebody waits is told in one unit', () => {
  expect(since(at(12), 'en', NOON)).toBe('1 min')
  expect(since(at(11), 'en', NOON)).toBe('1 hr')
  expect(since(new Date(2026, 1, 26, 11).toISOString(), 'en', NOON)).toBe('3 days')
  expect(since(at(13), 'en', NOON)).toBe('1 min')
})

test('sizes have a unit', () => {
  expect(fileSize(1_500, 'en')).toBe('1.5 kB')
  expect(fileSize(25_000_000, 'en')).toBe('25 MB')
})

test('only a name that runs the other way is set apart', () => {
  expect(isolated('Ada')).toBe('Ada')
  expect(isolated('ليلى')).toBe('\u2068ليلى\u2069')
})

test('nothing else in the console formats by a language', () => {
  const others = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|vue)$/.test(file) && !/formats(\.test)?\.ts$/.test(file))
    .filter((file) => /\bIntl\.|\.toLocale(Date|Time)?String\(|\.localeCompare\(/.test(readFileSync(join('src', file), 'utf8')))
  expect(others).toEqual([])
})
