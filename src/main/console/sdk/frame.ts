import { post, received, type Start, type ToPage, type ToWidget } from './protocol'

// For so long the widget may say nothing.
const PATIENCE = 8_000
const FIRST_PAUSE = 4_000
const LONGEST_PAUSE = 30_000

export type FrameState = 'none' | 'loading' | 'ready' | 'failed'

export interface FrameOptions {
  src: string
  // Puts it into the page, in place of the one before.
  hold(frame: HTMLIFrameElement): void
  start(): Start
  // Whether it is tried again while it fails: somebody looks at it, or awaits an answer.
  wanted(): boolean
  take(message: ToPage): void
  onState(state: FrameState): void
}

// The frame with the widget: loaded when it is asked for, and again until the widget in it answers.
export class WidgetFrame {
  state: FrameState = 'none'
  private readonly origin: string
  private element?: HTMLIFrameElement
  private timer?: ReturnType<typeof setTimeout>
  private failures = 0

  constructor(private readonly options: FrameOptions) {
    this.origin = new URL(options.src).origin
    window.addEventListener('message', this.read)
    window.addEventListener('online', this.again)
  }

  load(): void {
    if (this.state !== 'none' && this.state !== 'failed') return
    const frame = (this.element = document.createElement('iframe'))
    frame.src = this.options.src
    frame.allow = 'clipboard-write'
    // It listens from before its load event, which comes again where the page moves the frame.
    frame.onload = () => {
      if (this.state === 'ready') this.wait()
      this.send(this.options.start())
    }
    this.options.hold(frame)
    this.wait()
  }

  // What is said before the widget is ready, the start will say.
  say(message: ToWidget): void {
    if (this.state === 'ready') this.send(message)
  }

  focus(): void {
    this.element?.focus()
  }

  end(): void {
    clearTimeout(this.timer)
    window.removeEventListener('message', this.read)
    window.removeEventListener('online', this.again)
  }

  private wait(): void {
    this.turn('loading', () => this.fail(), PATIENCE)
  }

  private fail(): void {
    this.turn('failed', this.again, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.failures++))
  }

  private readonly again = (): void => {
    if (this.state === 'failed' && this.options.wanted()) this.load()
  }

  private turn(state: FrameState, then?: () => void, after?: number): void {
    clearTimeout(this.timer)
    if (then) this.timer = setTimeout(then, after)
    this.state = state
    this.options.onState(state)
  }

  private send(message: ToWidget): void {
    if (this.element?.contentWindow) post(this.element.contentWindow, message, this.origin)
  }

  private readonly read = (event: MessageEvent): void => {
    const message = received<ToPage>(event, this.element?.contentWindow, [this.origin])
    if (!message) return
    if (message.type === 'ready') {
      this.failures = 0
      this.turn('ready')
    }
    this.options.take(message)
  }
}
