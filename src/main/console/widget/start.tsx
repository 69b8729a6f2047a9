import { computed, effect, signal } from '@preact/signals'
import { render } from 'preact'
import { leaveKeysToInputMethods } from '@/input/keys'
import type { MessageItem } from '@/live/messages'
import { textOf } from '@/live/timeline'
import type { Scheme, ToWidget } from '../sdk/protocol'
import { App } from './app'
import { Bridge } from './bridge'
import { readSite, type Site } from './site'
import { Talk } from './talk'
import { locale, isChinese, texts } from './texts'

const key = new URLSearchParams(location.search).get('site') ?? ''
const open = signal(false)
// A window in a hidden tab is open and yet not seen.
const visible = signal(document.visibilityState === 'visible')
document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'))
const seen = computed(() => open.value && visible.value)
const scheme = signal<Scheme>('auto')
const darkSystem = matchMedia('(prefers-color-scheme: dark)')
const systemDark = signal(darkSystem.matches)
darkSystem.onchange = () => (systemDark.value = darkSystem.matches)

leaveKeysToInputMethods(window)

// The page may speak before the site's settings are here.
export async function start(waiting: MessageEvent[], listened: () => void): Promise<void> {
  const site = await readSite(key)
  listened()
  begin(site, waiting)
}

function begin(site: Site, waiting: MessageEvent[]): void {
  let jwt: string | undefined
  let talk: Talk | undefined
  const bridge = new Bridge(window.parent, [...site.origins, location.origin])
  bridge.listen(take, waiting)
  tellFaults((problem) => bridge.tell({ type: 'error', reason: `The widget failed: ${String(problem)}` }))

  function take(message: ToWidget): void {
    switch (message.type) {
      case 'start':
        if (talk) return
        setLocale(message.locale || site.locale || navigator.language)
        scheme.value = message.scheme
        open.value = message.open
        paint(message.color)
        jwt = message.user?.token
        talk = new Talk(key, site.gateway, jwt, {
          visitor: message.visitor,
          became: (token) => bridge.tell({ type: 'visitor', token }),
          refused: (reason) => bridge.tell({ type: 'error', reason }),
        })
        if (message.reset) talk.reset(jwt)
        talk.start()
        show(talk)
        bridge.tell({ type: 'ready', color: site.color, locale: locale.value })
        break
      case 'open':
      case 'close':
        open.value = message.type === 'open'
        // Only now it can have the focus: until it is ready, the page does not show it.
        if (open.value) document.querySelector('textarea')?.focus()
        break
      case 'identify':
        if (!talk || jwt === message.user.token) return
        jwt = message.user.token
        void talk.identify(jwt)
        break
      case 'locale':
        setLocale(message.locale)
        break
      case 'scheme':
        scheme.value = message.scheme
        break
      case 'reset':
        jwt = undefined
        talk?.reset()
    }
  }

  function paint(wish: string | undefined): void {
    const known = !wish || CSS.supports('color', wish)
    if (!known) bridge.tell({ type: 'error', reason: `color is none: ${wish}` })
    const color = known && wish ? wish : site.color
    if (color) document.documentElement.style.setProperty('--accent', color)
  }

  function show(talk: Talk): void {
    const close = () => bridge.tell({ type: 'close' })
    document.addEventListener('keydown', (event) => {
      // A picture that is looked at closes by itself first.
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) close()
    })
    render(
      <App site={site} talk={talk} open={open} close={close} wrote={() => bridge.tell({ type: 'talked' })} />,
      document.getElementById('app') as HTMLElement,
    )
    effect(() => {
      const { count } = talk.unread.value
      if (seen.value && talk.connected.value) talk.read()
      bridge.tell({ type: 'unread', count: seen.value ? 0 : count })
    })
    tellNews(talk)
  }

  // Only what comes from now on is news to the page.
  function tellNews(talk: Talk): void {
    let known: number | undefined
    effect(() => {
      if (!talk.loaded.value) {
        known = undefined
        return
      }
      const heard = talk.lines.value.filter((line) => line.type === 'message' && !line.mine) as MessageItem[]
      for (const line of known === undefined ? [] : heard) {
        if ((line.sequence ?? 0) <= (known ?? 0)) continue
        const text = textOf(line.parts)
        bridge.tell({ type: 'message', sender: line.sender.name ?? '', text })
      }
      known = Math.max(known ?? 0, heard.at(-1)?.sequence ?? 0)
    })
  }
}

// Nobody else hears of what goes wrong in here.
function tellFaults(tell: (problem: unknown) => void): void {
  window.addEventListener('error', (event) => event.error && tell(event.error))
  window.addEventListener('unhandledrejection', (event) => tell(event.reason))
}

function setLocale(tag: string): void {
  locale.value = isChinese(tag) ? 'zh-CN' : 'en'
}

effect(() => {
  document.documentElement.lang = locale.value
  document.title = texts().title
})

effect(() => {
  const dark = scheme.value === 'dark' || (scheme.value === 'auto' && systemDark.value)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})
