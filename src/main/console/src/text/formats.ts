// All that a browser formats by a language or reads from a time, in one place: what comes from outside may be no time and
// no language, and is then shown as it came. A test sees to it that nothing else formats.

const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function orAsItCame(asItCame: string, make: () => string): string {
  try {
    return make()
  } catch (problem) {
    if (problem instanceof RangeError) return asItCame
    throw problem
  }
}

function time(at: string, locale: string, name: string, options: Intl.DateTimeFormatOptions): string {
  return orAsItCame(at, () => {
    const key = `${locale}/${name}`
    let format = formats.get(key)
    if (!format) {
      format = new Intl.DateTimeFormat(locale, options)
      formats.set(key, format)
    }
    return format.format(new Date(at))
  })
}

export function clock(at: string, locale: string): string {
  return time(at, locale, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

export function fullTime(at: string, locale: string): string {
  return time(at, locale, 'full', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
}

// To the second, for what happens fast.
export function exactTime(at: string, locale: string): string {
  return time(at, locale, 'exact', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
}

// What other systems write into a field: a moment is told in the reader's own time, anything else as it came.
export function moment(value: string, locale: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(value) ? fullTime(value, locale) : value
}

export function date(at: string, locale: string): string {
  return time(at, locale, 'date', { dateStyle: 'long' })
}

// A day that is the same everywhere, as `2026-01-31`.
export function day(value: string, locale: string): string {
  return time(`${value}T00:00:00Z`, locale, 'day', { dateStyle: 'medium', timeZone: 'UTC' })
}

// An amount of a currency.
export function money(value: string, currency: string, locale: string): string {
  return orAsItCame(`${value} ${currency}`.trim(), () => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(value)))
}

export function number(value: string, locale: string): string {
  return orAsItCame(value, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(Number(value)))
}

// As short as a row allows: the time today, the weekday within a week, else the date.
export function brief(at: string, locale: string, now: number): string {
  const days = daysAgo(at, now)
  if (days === 0) return clock(at, locale)
  if (days < 7) return time(at, locale, 'weekday', { weekday: 'short' })
  return time(at, locale, 'brief', { month: 'numeric', day: 'numeric' })
}

// How many midnights lie between; of what is no time, more than can be.
export function daysAgo(at: string, now: number): number {
  const then = Date.parse(at)
  return Number.isNaN(then) ? Infinity : Math.round((midnight(now) - midnight(then)) / DAY)
}

export function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

const UNITS = [
  ['day', DAY],
  ['hour', DAY / 24],
  ['minute', 60_000],
] as const

// How long it is since then, in the greatest unit that fits; at least a minute.
export function since(at: string, locale: string, now: number): string {
  const passed = now - Date.parse(at)
  const [unit, length] = UNITS.find((each) => passed >= each[1]) ?? ['minute', 60_000]
  return quantity(Math.max(1, Math.floor(passed / length)), unit, locale)
}

export function fileSize(bytes: number | undefined, locale: string): string {
  if (!bytes) return ''
  return bytes < 1_000_000 ? quantity(bytes / 1000, 'kilobyte', locale) : quantity(bytes / 1_000_000, 'megabyte', locale)
}

function quantity(value: number, unit: string, locale: string): string {
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 && unit.endsWith('byte') ? 1 : 0 } as const
  return orAsItCame(String(value), () => new Intl.NumberFormat(locale, options).format(value))
}

// A language by its name in another.
export function languageName(language: string, locale: string): string {
  return orAsItCame(language, () => new Intl.DisplayNames(locale, { type: 'language' }).of(language) ?? language)
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

// A name within a sentence of ours: one that runs the other way doesn't turn the words around it.
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name
}

// Several things in one sentence.
export function listed(words: string[], locale: string): string {
  return new Intl.ListFormat(locale).format(words)
}
