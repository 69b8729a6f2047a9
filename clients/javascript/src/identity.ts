import { ApiError, type Hub, type Token } from './api'
import { newId } from './ids'
import { Kept, type Store } from './store'

const MARGIN = 60_000
const PATIENCE = 15_000
const INVALID = 400

/** Who the app's user is. */
export interface User {
  /** The app's own id of the user: what is unsent is kept under it. Without it, it is kept once the hub knows the user. */
  id?: string
  /** Gets a JWT that the app's own server signed; asked whenever the hub wants one. */
  token(): string | Promise<string>
}

export interface IdentityOptions {
  store?: Store
  // An anonymous user's token that is kept elsewhere too, where the store may keep nothing.
  visitor?: string
  became(token: string): void
  // Why the hub did not take what the app says of its user.
  refused(reason: string): void
}

// Who the visitor is: by an own random token that lasts, or by what the app's server signed.
export class Identity {
  private known?: Token
  private readonly hub: Hub
  private readonly site: string
  private readonly options: IdentityOptions
  // Empty once somebody was forgotten here: what is kept elsewhere is not taken then.
  private readonly kept: Kept
  // The name under which whoever is anonymous here writes.
  private readonly writer: Kept
  // As it was when it was first asked for: another page may forget who it was meanwhile.
  private name?: string
  private user?: User
  private elsewhere?: string
  // Where nothing can be kept, the visitor is the same while the page is.
  private earlier?: string
  private asking?: Promise<Token>
  // Counts those who were here.
  private turn = 0

  constructor(hub: Hub, site: string, user: User | undefined, options: IdentityOptions) {
    this.hub = hub
    this.site = site
    this.user = user
    this.options = options
    this.elsewhere = options.visitor
    this.kept = new Kept(options.store, `omnihub.visitor.${site}`)
    this.writer = new Kept(options.store, `omnihub.writer.${site}`)
  }

  get conversation(): string | undefined {
    return this.known?.conversation
  }

  // Whether the app has said who it is.
  get named(): boolean {
    return this.user !== undefined
  }

  // Under which name that is kept which is written by whoever this is; not known where the hub must say it first.
  get owner(): string | undefined {
    const { user, known } = this
    if (user?.id !== undefined) return `${this.site}/user/${user.id}`
    const writer = user ? undefined : this.writerHere()
    return writer ? `${this.site}/${writer}` : known && `${this.site}/${known.visitor}`
  }

  // Somebody else, or nobody in particular.
  become(user: User | undefined): void {
    this.user = user
    this.turn++
    this.known = this.asking = this.earlier = undefined
  }

  forget(): void {
    this.become(undefined)
    this.kept.keep('')
    this.writer.keep('')
    this.name = undefined
    this.elsewhere = undefined
  }

  // The token was not taken.
  renew(): void {
    this.known = undefined
  }

  async token(): Promise<string> {
    return (await this.current()).token
  }

  private current(): Token | Promise<Token> {
    if (this.known && Date.parse(this.known.expires) - MARGIN > Date.now()) return this.known
    return (this.asking ??= this.ask())
  }

  private writerHere(): string | undefined {
    if (this.name) return this.name
    this.name = this.writer.read()
    if (this.name) return this.name
    const fresh = newId()
    return this.writer.keep(fresh) ? (this.name = fresh) : undefined
  }

  private async ask(): Promise<Token> {
    const { user, turn } = this
    try {
      const jwt = user && (await inTime(user.token()))
      const earlier = user ? undefined : (this.earlier ?? this.kept.read() ?? this.elsewhere)
      const fresh = await this.hub.newToken(this.site, jwt, earlier)
      // Meanwhile somebody else came, whose token it is not.
      if (turn !== this.turn) return await this.current()
      if (!user) {
        this.earlier = fresh.token
        this.kept.keep(fresh.token)
        this.options.became(fresh.token)
      }
      this.known = fresh
      return fresh
    } catch (problem) {
      if (user && turn === this.turn && problem instanceof ApiError && problem.status === INVALID) this.options.refused(problem.message)
      throw problem
    } finally {
      if (turn === this.turn) this.asking = undefined
    }
  }
}

// Where the app's server does not answer, it is asked again.
async function inTime(token: string | Promise<string>): Promise<string> {
  let late: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('The user has no token')), PATIENCE)
  })
  try {
    return await Promise.race([token, over])
  } finally {
    clearTimeout(late)
  }
}
