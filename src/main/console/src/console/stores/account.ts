import { defineStore } from 'pinia'
import { ref } from 'vue'
import { call, get, post, Problem, useCsrf } from '../api'

export interface Account {
  tenant: string
  name: string
  role: 'admin' | 'supervisor' | 'agent' | 'operator'
  csrf: string
  mustChangePassword: boolean
}

// Who is logged in.
export const useAccount = defineStore('account', () => {
  const me = ref<Account | null>(null)
  const ended = ref(false)
  let last = ''

  function become(account: Account | null): void {
    me.value = account
    if (account) last = account.name
    useCsrf(account?.csrf ?? '')
  }

  async function load(): Promise<void> {
    try {
      become(await get<Account>('/api/v1/me'))
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem
      become(null)
    }
  }

  // True where it is somebody else than before.
  async function login(user: string, password: string): Promise<boolean> {
    const before = last
    become(await call<Account>('POST', '/api/v1/login', { user, password }))
    ended.value = false
    return before !== '' && before !== last
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

  return { me, ended, load, login, changePassword, logout, end }
})
