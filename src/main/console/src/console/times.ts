// Times as a person reads them, in the browser's zone and the console's language.

const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}/${name}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options)
    formats.set(key, found)
  }
  return found
}

export function clock(at: string, locale: string): string {
  return format(locale, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))
}

export function fullTime(at: string, locale: string): string {
  return format(locale, 'full', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
}

export function date(at: string, locale: string): string {
  return format(locale, 'date', { dateStyle: 'long' }).format(new Date(at))
}

// As short as a row allows: the time today, the weekday within a week, else the date.
export function brief(at: string, locale: string, now = Date.now()): string {
  const days = daysAgo(at, now)
  if (days === 0) return clock(at, locale)
  if (days < 7) return format(locale, 'weekday', { weekday: 'short' }).format(new Date(at))
  return format(locale, 'brief', { month: 'numeric', day: 'numeric' }).format(new Date(at))
}

export function daysAgo(at: string, now = Date.now()): number {
  return Math.round((midnight(now) - midnight(Date.parse(at))) / DAY)
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
