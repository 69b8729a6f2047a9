import { ApiError, newToken, type Token } from './api'

const MARGIN = 60_000
const INVALID = 400

// Who the visitor is: by an own random token that lasts, or by what the site's server signed.
export class Identity {
  private known?: Token
  // Where the browser keeps nothing, the visitor is the same while the page is.
  private earlier?: string
  private asking?: Promise<Token>

  // `refused` hears why the hub did not take what the site says of its user.
  constructor(
    private readonly site: string,
    private user?: string,
    private readonly refused: (reason: string) => void = () => {},
  ) {}

  get conversation(): string | undefined {
    return this.known?.conversation
  }

  is(user: string | undefined): boolean {
    return this.user === user
  }

  // Somebody else, or nobody in particular.
  become(user: string | undefined): void {
    this.user = user
    this.known = this.asking = this.earlier = undefined
  }

  forget(): void {
    this.become(undefined)
    memory()?.removeItem(this.key)
  }

  // The token was not taken.
  renew(): void {
    this.known = undefined
  }

  async token(): Promise<string> {
    if (this.known && Date.parse(this.known.expires) - MARGIN > Date.now()) return this.known.token
    return (await (this.asking ??= this.ask())).token
  }

  private async ask(): Promise<Token> {
    const user = this.user
    const earlier = user ? undefined : (this.earlier ?? memory()?.getItem(this.key) ?? undefined)
    try {
      const fresh = await newToken(this.site, user, earlier)
      if (user !== this.user) return await this.ask()
      if (!user) {
        this.earlier = fresh.token
        memory()?.setItem(this.key, fresh.token)
      }
      this.known = fresh
      return fresh
    } catch (problem) {
      if (user && problem instanceof ApiError && problem.status === INVALID) this.refused(problem.message)
      throw problem
    } finally {
      this.asking = undefined
    }
  }

  private get key(): string {
    return `omnihub.visitor.${this.site}`
  }
}

// Browsers may forbid frames their storage: then the visitor lasts as long as the page.
function memory(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
