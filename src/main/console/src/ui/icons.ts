// Drawn on a grid of 24, with a line of 1.75.
export const ICONS = {
  chats: 'M4 5h12v9H9l-4 3.5V14H4zM16 9h4v8h-1v3l-3.5-3H10',
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  checks: 'm2 12.5 4.5 4.5L15 8M11 16l1 1 9.5-9.5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  alert: 'M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.1',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20a7.5 7.5 0 0 1 15 0',
  take: 'M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM3 20a7 7 0 0 1 12.5-4.3M18 14v6M15 17h6',
  resolve: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l2.8 2.8L16 9.8',
  reopen: 'M4.5 5v5h5M4.8 10A8 8 0 1 1 4 13.5',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  details: 'M4 5h16v14H4zM14.5 5v14',
  close: 'M6 6l12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5.2-5 12.8 0 18 5-5.2 5-12.8 0-18z',
  keyboard: 'M3 6.5h18v11H3zM6.5 10h.1M10 10h.1M13.5 10h.1M17 10h.1M8 14h8',
  key: 'M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.2 12.3 20 3.5M16 7.5l3 3',
  logout: 'M10 4H5v16h5M9.5 12H20M16 8l4 4-4 4',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  attach: 'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.6 1.6 0 0 1-2.3-2.3L14.5 7.3',
  voice: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  video: 'M3 6h12v12H3zM15 10.5 21 7v10l-6-3.5',
  pin: 'M12 21c5-5.5 7-8.6 7-11.5a7 7 0 0 0-14 0C5 12.4 7 15.5 12 21zM12 7.2a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5',
  mail: 'M3 5.5h18v13H3zM3.5 6.5 12 13l8.5-6.5',
  phone: 'M7.5 2.5h9v19h-9zM11 18.5h2',
  bubble: 'M4 5h16v11h-9l-5 4v-4H4z',
  wechat: 'M9.5 4C5.4 4 2 6.7 2 10c0 1.9 1.1 3.6 2.9 4.7L4.3 17l2.6-1.3c.8.2 1.7.3 2.6.3M16 9.5c3.3 0 6 2.2 6 5 0 1.5-.8 2.8-2 3.7l.5 1.9-2.2-1.1c-.7.2-1.5.3-2.3.3-3.3 0-6-2.2-6-4.9s2.7-4.9 6-4.9z',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  picture: 'M3 5h18v14H3zM8.5 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM4 17l5-4.5 3.5 3 3-2.5 5 4',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  card: 'M3 5.5h18v13H3zM3 10h18M7 14.5h5',
  bolt: 'M13 3 5 13.5h6L10 21l8.5-11h-6.5z',
  bot: 'M5 9h14v10H5zM12 9V5M12 4.9v.1M9 13.5v1M15 13.5v1M2.5 13v3M21.5 13v3',
  sort: 'M4 7h11M4 12h8M4 17h5M17 6v12M13.5 14.5 17 18l3.5-3.5',
  reply: 'M10 6 4 12l6 6M4.5 12H14a6 6 0 0 1 6 6',
} as const

export type IconName = keyof typeof ICONS

// A drawing that comes from elsewhere.
export type IconPath = `M${string}` | `m${string}`

export function isIcon(icon: string): icon is IconName | IconPath {
  return icon in ICONS || /^[Mm][MmLlHhVvCcSsQqTtAaZz0-9 .,-]+$/.test(icon)
}

export function drawing(icon: IconName | IconPath): string {
  return icon in ICONS ? ICONS[icon as IconName] : icon
}
