import { post, received, type ToPage, type ToWidget } from '../sdk/protocol'

// The way to the site's page. Who may stand there the hub says, not the page.
export class Bridge {
  private origin?: string

  constructor(private readonly page: Window, private readonly origins: string[]) {}

  // What came before is taken first.
  listen(take: (message: ToWidget) => void, waiting: MessageEvent[]): void {
    const read = (event: MessageEvent) => {
      const message = received<ToWidget>(event, this.page, this.origins)
      if (!message) return
      this.origin ??= event.origin
      if (event.origin === this.origin) take(message)
    }
    window.addEventListener('message', read)
    waiting.forEach(read)
  }

  tell(message: ToPage): void {
    if (this.origin && this.origins.includes(this.origin)) post(this.page, message, this.origin)
  }
}
