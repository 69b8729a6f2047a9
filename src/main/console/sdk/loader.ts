import { Listeners, type EventName, type Listener } from './events'
import { Launcher } from './launcher'
import { post, received, type Scheme, type ToPage, type ToWidget, type User } from './protocol'

export interface Settings {
  siteKey?: string
  user?: User
  locale?: string
  colorScheme?: Scheme
  color?: string
  position?: 'left' | 'right'
  launcher?: boolean
}

const PATIENCE = 8_000
const TEXTS = {
  en: { open: 'Chat with us', close: 'Close the chat' },
  zh: { open: '联系客服', close: '关闭聊天' },
}

// The widget as the site's page sees it. Its frame is made when somebody points at the button or opens it.
export class Loader {
  private readonly listeners = new Listeners()
  private readonly launcher: Launcher
  private readonly origin: string
  private frame?: HTMLIFrameElement
  private failing?: ReturnType<typeof setTimeout>
  private ready = false
  private opened = false
  private unread = 0

  constructor(hub: string, private readonly key: string, private readonly settings: Settings, private readonly gone: () => void) {
    this.origin = new URL(hub).origin
    this.launcher = new Launcher(settings.position === 'left', settings.launcher !== false)
    if (settings.color) this.launcher.color(settings.color)
    const button = this.launcher.button
    button.onclick = () => this.toggle()
    button.onpointerenter = button.onfocus = () => this.load()
    this.launcher.host.onkeydown = (event) => {
      if (event.key === 'Escape' && this.opened) this.close()
    }
    window.addEventListener('message', this.take)
    this.show()
    // Whoever has written before sees from the mark that there is an answer.
    if (this.memory()?.getItem(this.note)) this.load()
  }

  readonly methods = {
    open: () => this.open(),
    close: () => this.close(),
    toggle: () => this.toggle(),
    identify: (user: User) => {
      if (typeof user?.token !== 'string') throw new Error('OmniHub: identify needs {token}, a JWT signed by your server')
      this.settings.user = user
      this.say({ type: 'identify', user })
    },
    setLocale: (locale: string) => {
      this.settings.locale = locale
      this.show()
      this.say({ type: 'locale', locale })
    },
    setColorScheme: (scheme: Scheme) => {
      this.settings.colorScheme = scheme
      this.say({ type: 'scheme', scheme })
    },
    reset: () => {
      this.settings.user = undefined
      this.memory()?.removeItem(this.note)
      this.unread = 0
      this.load()
      this.say({ type: 'reset' })
      this.close()
    },
    destroy: () => {
      window.removeEventListener('message', this.take)
      clearTimeout(this.failing)
      this.launcher.host.remove()
      this.gone()
    },
    on: (name: EventName, listener: Listener) => this.listeners.on(name, listener),
  }

  private open(): void {
    this.load()
    if (this.opened) return
    this.opened = true
    this.show()
    this.say({ type: 'open' })
    this.frame?.focus()
    this.listeners.tell('open')
  }

  private close(): void {
    if (!this.opened) return
    this.opened = false
    this.show()
    this.say({ type: 'close' })
    this.launcher.button.focus()
    this.listeners.tell('close')
  }

  private toggle(): void {
    if (this.opened) this.close()
    else this.open()
  }

  private load(): void {
    if (this.frame) return
    const frame = (this.frame = document.createElement('iframe'))
    frame.src = `${this.origin}/widget/?site=${encodeURIComponent(this.key)}`
    frame.allow = 'clipboard-write'
    frame.hidden = true
    // The frame listens from before its load event.
    frame.onload = () =>
      this.send({
        type: 'start',
        user: this.settings.user,
        locale: this.settings.locale,
        scheme: this.settings.colorScheme ?? 'auto',
        open: this.opened,
      })
    this.failing = setTimeout(() => this.fail('The widget did not load: is this page among the origins of the site?'), PATIENCE)
    this.launcher.hold(frame)
    this.show()
  }

  // What is said before the frame is ready, the start will say.
  private say(message: ToWidget): void {
    if (this.ready || message.type === 'reset') this.send(message)
  }

  private send(message: ToWidget): void {
    if (this.frame?.contentWindow) post(this.frame.contentWindow, message, this.origin)
  }

  private readonly take = (event: MessageEvent): void => {
    const message = received<ToPage>(event, this.frame?.contentWindow, [this.origin])
    switch (message?.type) {
      case 'ready':
        clearTimeout(this.failing)
        this.ready = true
        if (message.color && !this.settings.color) this.launcher.color(message.color)
        this.say({ type: this.opened ? 'open' : 'close' })
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
      case 'talked':
        this.memory()?.setItem(this.note, '1')
        break
      case 'error':
        this.fail(message.reason)
    }
  }

  private fail(reason: string): void {
    clearTimeout(this.failing)
    this.listeners.tell('error', { reason })
  }

  private show(): void {
    const locale = this.settings.locale ?? (document.documentElement.lang || navigator.language)
    const texts = TEXTS[locale.toLowerCase().startsWith('zh') ? 'zh' : 'en']
    this.launcher.show(this.opened, this.opened ? texts.close : texts.open, this.unread)
    if (this.frame) {
      this.frame.hidden = !this.opened
      this.frame.title = texts.open
    }
  }

  private get note(): string {
    return `omnihub.${this.key}`
  }

  // A page may forbid it.
  private memory(): Storage | undefined {
    try {
      return window.localStorage
    } catch {
      return undefined
    }
  }
}
