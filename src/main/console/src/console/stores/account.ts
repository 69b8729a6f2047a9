import { defineStore } from 'pinia'
import { ref } from 'vue'
import { call, get, post, Problem, useCsrf } from '../api'

export interface Account {
  tenant: string
  name: string
  role: 'admin' | 'supervisor' | 'agent' | 'operator' | 'unknown'
  csrf: string
  mustChangePassword: boolean
}

const PERSON = 'omnihub.person'

// Who is logged in.
export const useAccount = defineStore('account', () => {
  const me = ref<Account | null>(null)
  const ended = ref(false)
  // Who was here before, also before a reload.
  let person = sessionStorage.getItem(PERSON)
  let onAnother: () => void = () => {}

  function become(account: Account | null): void {
    me.value = account
    useCsrf(account?.csrf ?? '')
    if (account) meet(`${account.tenant}/${account.name}`)
  }

  function meet(now: string): void {
    if (person !== null && person !== now) onAnother()
    person = now
    sessionStorage.setItem(PERSON, now)
  }

  // Called when somebody else is logged in than before.
  function whenAnother(call: () => void): void {
    onAnother = call
  }

  async function load(): Promise<void> {
    try {
      become(await get<Account>('/api/v1/me'))
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem
      become(null)
    }
  }

  async function login(user: string, password: string): Promise<void> {
    become(await call<Account>('POST', '/api/v1/login', { user, password }))
    ended.value = false
  }

  async function changePassword(current: string, password: string): Promise<void> {
    await post('/api/v1/password', { current, password })
    await load()
  }

  async function logout(): Promise<void> {
    await post('/api/v1/logout').catch(() => undefined)
    become(null)
  }

  // The hub no longer knows the login.
  function end(): void {
    if (me.value) ended.value = true
    become(null)
  }

  return { me, ended, load, login, changePassword, logout, end, whenAnother }
})
