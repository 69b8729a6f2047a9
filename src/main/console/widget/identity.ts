import { Memory } from '../sdk/memory'
import { ApiError, newToken, type Token } from './api'

const MARGIN = 60_000
const INVALID = 400

export interface SitePage {
  // The token that the page keeps. Browsers may give a frame of another site no storage, or forget it soon.
  visitor?: string
  became(token: string): void
  // Why the hub did not take what the site says of its user.
  refused(reason: string): void
}

// Who the visitor is: by an own random token that lasts, or by what the site's server signed.
export class Identity {
  private known?: Token
  // Empty once somebody was forgotten here: what another page of the site still keeps is not taken then.
  private readonly memory: Memory
  // Where the browser keeps nothing, the visitor is the same while the page is.
  private earlier?: string
  private asking?: Promise<Token>

  constructor(
    readonly site: string,
    private user: string | undefined,
    private readonly page: SitePage,
  ) {
    this.memory = new Memory(`omnihub.visitor.${site}`)
  }

  get conversation(): string | undefined {
    return this.known?.conversation
  }

  get visitor(): string | undefined {
    return this.known?.visitor
  }

  // Whether the site has said who it is.
  get named(): boolean {
    return this.user !== undefined
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
    this.memory.keep('')
    this.page.visitor = undefined
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
    const earlier = user ? undefined : (this.earlier ?? this.memory.read() ?? this.page.visitor)
    try {
      const fresh = await newToken(this.site, user, earlier)
      if (user !== this.user) return await this.ask()
      if (!user) {
        this.earlier = fresh.token
        this.memory.keep(fresh.token)
        this.page.became(fresh.token)
      }
      this.known = fresh
      return fresh
    } catch (problem) {
      if (user && problem instanceof ApiError && problem.status === INVALID) this.page.refused(problem.message)
      throw problem
    } finally {
      this.asking = undefined
    }
  }
}
