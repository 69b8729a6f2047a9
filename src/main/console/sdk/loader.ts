import { Listeners, type EventName, type Listener } from './events'
import { WidgetFrame } from './frame'
import { Launcher } from './launcher'
import { Memory } from './memory'
import { PageWatch } from './page-watch'
import type { Scheme, ToPage, User } from './protocol'

export interface Settings {
  siteKey?: string
  user?: User
  locale?: string
  colorScheme?: Scheme
  color?: string
  position?: 'left' | 'right'
  launcher?: boolean
}

const TEXTS = {
  en: { open: 'Chat with us', close: 'Close the chat', loading: 'Loading…', failed: 'The chat can’t be reached. Trying again…' },
  zh: { open: '联系客服', close: '关闭聊天', loading: '正在加载…', failed: '无法连接客服，正在重试…' },
}

// So often within a second the page may take the widget out before that is left to it.
const OFTEN = 10
const SOON = 1_000

// The widget as the site's page sees it. Its frame is made when somebody points at the button or opens it.
export class Loader {
  private readonly listeners = new Listeners()
  private readonly launcher: Launcher
  private readonly frame: WidgetFrame
  private readonly watch: PageWatch
  // By which token the hub knows whoever has written before, or something that is none.
  private readonly talked: Memory
  private token?: string
  private opened = false
  private unread = 0
  private reset = false
  // The language in which the widget speaks, where the page has none.
  private spoken?: string
  private returns = 0

  constructor(hub: string, key: string, private readonly settings: Settings, private readonly gone: () => void) {
    this.talked = new Memory(`omnihub.${key}`)
    this.launcher = new Launcher(settings.position === 'left', settings.launcher !== false)
    this.launcher.color(settings.color)
    this.frame = new WidgetFrame({
      src: `${new URL(hub).origin}/widget/?site=${encodeURIComponent(key)}`,
      hold: (frame) => this.launcher.hold(frame),
      start: () => ({
        type: 'start',
        user: settings.user,
        visitor: this.talked.read(),
        reset: this.reset,
        locale: this.locale,
        color: settings.color,
        scheme: settings.colorScheme ?? 'auto',
        open: this.opened,
      }),
      wanted: () => this.opened || !!this.talked.read(),
      take: (message) => this.take(message),
      onState: (state) => {
        this.show()
        if (state === 'failed') this.fail('The widget did not load: is this page among the origins of the site?')
      },
    })
    const { button, out, host } = this.launcher
    button.onclick = () => this.toggle()
    out.onclick = () => this.close()
    button.onpointerenter = button.onfocus = () => this.frame.state === 'none' && this.frame.load()
    host.onkeydown = (event) => {
      if (event.key === 'Escape' && this.opened) this.close()
    }
    this.watch = new PageWatch(() => this.pageChanged())
    this.show()
    // Whoever has written before sees from the mark that there is an answer.
    if (this.talked.read()) this.frame.load()
  }

  readonly methods = {
    open: () => this.open(),
    close: () => this.close(),
    toggle: () => this.toggle(),
    identify: (user: User) => {
      if (typeof user?.token !== 'string') throw new Error('OmniHub: identify needs {token}, a JWT of your server')
      this.settings.user = user
      this.frame.say({ type: 'identify', user })
    },
    setLocale: (locale: string) => {
      this.settings.locale = locale
      this.translate()
    },
    setColorScheme: (scheme: Scheme) => {
      this.settings.colorScheme = scheme
      this.frame.say({ type: 'scheme', scheme })
    },
    reset: () => {
      this.settings.user = this.token = undefined
      this.talked.forget()
      this.unread = 0
      // The frame may keep something too, so it hears of it now or when it comes.
      this.reset = this.frame.state !== 'ready'
      this.frame.say({ type: 'reset' })
      this.frame.load()
      this.close()
    },
    destroy: () => {
      this.watch.end()
      this.frame.end()
      this.launcher.host.remove()
      this.gone()
    },
    on: (name: EventName, listener: Listener) => this.listeners.on(name, listener),
  }

  private open(): void {
    this.frame.load()
    if (this.opened) return
    this.opened = true
    this.show()
    this.frame.say({ type: 'open' })
    this.focus()
    this.listeners.tell('open')
  }

  private close(): void {
    if (!this.opened) return
    this.opened = false
    this.show()
    this.frame.say({ type: 'close' })
    this.launcher.button.focus()
    this.listeners.tell('close')
  }

  private toggle(): void {
    if (this.opened) this.close()
    else this.open()
  }

  private focus(): void {
    if (this.frame.state === 'ready') this.frame.focus()
    else this.launcher.out.focus()
  }

  private take(message: ToPage): void {
    switch (message.type) {
      case 'ready':
        this.reset = false
        this.spoken = message.locale
        this.launcher.color(this.settings.color || message.color)
        this.show()
        this.frame.say({ type: this.opened ? 'open' : 'close' })
        if (this.opened) this.focus()
        this.listeners.tell('ready')
        break
      case 'close':
        this.close()
        break
      case 'unread':
        this.unread = message.count
        this.show()
        this.listeners.tell('unread', message.count)
        break
      case 'message':
        this.listeners.tell('message', { sender: message.sender, text: message.text })
        break
      case 'visitor':
        this.token = message.token
        if (this.talked.read()) this.talked.keep(message.token)
        break
      case 'talked':
        this.talked.keep(this.token || this.talked.read() || '1')
        break
      case 'error':
        this.fail(message.reason)
    }
  }

  private fail(reason: string): void {
    this.listeners.tell('error', { reason })
  }

  private pageChanged(): void {
    this.translate()
    if (this.launcher.host.isConnected) return
    setTimeout(() => this.returns--, SOON)
    if (++this.returns < OFTEN) this.launcher.stay()
    else if (this.returns === OFTEN) this.fail('The page keeps taking the widget out')
  }

  // The page's language, as it says itself or by its settings.
  private get locale(): string | undefined {
    return this.settings.locale || document.documentElement?.lang || undefined
  }

  private translate(): void {
    const locale = this.locale
    if (locale && locale !== this.spoken) {
      this.spoken = locale
      this.frame.say({ type: 'locale', locale })
    }
    this.show()
  }

  private show(): void {
    const locale = this.locale ?? this.spoken ?? navigator.language
    const texts = TEXTS[locale.toLowerCase().startsWith('zh') ? 'zh' : 'en']
    const { state } = this.frame
    this.launcher.show({
      open: this.opened,
      label: texts.open,
      close: texts.close,
      waiting: state === 'ready' ? '' : state === 'failed' ? texts.failed : texts.loading,
      unread: this.unread,
    })
  }
}
