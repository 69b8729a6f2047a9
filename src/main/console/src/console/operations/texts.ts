import { useI18n } from 'vue-i18n'

// What is said to operators only, and so is not loaded by agents.
export const en = {
  inboxState: { unknown: 'Not known yet', online: 'Online', degraded: 'Degraded', offline: 'Offline' },
  inboxReason: {
    credentials: 'Secrets or tokens',
    address: 'Our address',
    permission: 'A right is missing',
    closed: 'Closed by the platform',
    unreachable: 'Not reachable',
    'rate-limited': 'Called too often',
    delivery: 'Sending',
    fetch: 'Fetching files',
    route: 'Route',
    unknown: 'Other',
  },
  hold: { paused: 'Paused', draining: 'Draining', drained: 'Drained', unknown: 'Held' },
  title: 'Inboxes',
  hint: 'Paused, an inbox sends nothing; what customers write is taken as ever. Drained, its platform is not called at all, so files of customers wait too. What waits keeps its order.',
  failed: 'The inboxes can\'t be loaded just now.',
  none: 'No inbox of a platform',
  noneHint: 'As soon as a channel is configured its inboxes appear here.',
  since: 'Since {time}',
  held: 'By {who}, since {time}.',
  heldAll: 'All of the channel, by {who}, since {time}.',
  counts: '{waiting} waiting, {underWay} under way.',
  pause: 'Pause',
  pauseHint: 'Sends nothing more until it is resumed',
  drain: 'Drain',
  drainHint: 'Ends what is under way and calls the platform no more',
  resume: 'Resume',
  pauseAll: 'Pause all',
  drainAll: 'Drain all',
  resumeAll: 'Resume all',
}

export const zh: typeof en = {
  inboxState: { unknown: '尚不清楚', online: '正常', degraded: '降级', offline: '离线' },
  inboxReason: {
    credentials: '密钥或令牌',
    address: '本机地址',
    permission: '缺少权限',
    closed: '被平台关闭',
    unreachable: '无法连接',
    'rate-limited': '调用过于频繁',
    delivery: '发送',
    fetch: '拉取文件',
    route: '路由',
    unknown: '其他',
  },
  hold: { paused: '已暂停', draining: '正在排空', drained: '已排空', unknown: '已挂起' },
  title: '接入账号',
  hint: '暂停后该账号不再发送，客户发来的内容照常接收；排空后完全不再调用平台，客户的文件也会等待。等待的内容保持原有顺序。',
  failed: '暂时无法加载接入账号。',
  none: '还没有平台的接入账号',
  noneHint: '配置好渠道后，其接入账号会显示在这里。',
  since: '始于 {time}',
  held: '操作人 {who}，始于 {time}。',
  heldAll: '整个渠道，操作人 {who}，始于 {time}。',
  counts: '等待 {waiting} 条，进行中 {underWay} 条。',
  pause: '暂停',
  pauseHint: '在恢复之前不再发送',
  drain: '排空',
  drainHint: '完成进行中的任务，之后不再调用平台',
  resume: '恢复',
  pauseAll: '全部暂停',
  drainAll: '全部排空',
  resumeAll: '全部恢复',
}

export function useTexts() {
  const { t, te } = useI18n({ useScope: 'local', messages: { en, zh } })

  // The word for a value of a closed set; one that a later version of the hub says is shown as it came.
  function word(set: 'inboxState' | 'inboxReason' | 'hold', value: string): string {
    const key = `${set}.${value}`
    return te(key) ? t(key) : value
  }

  return { t, word }
}
