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
  // The hub says it in English. Other languages say what is to be mended, and leave its words for what is particular.
  inboxSentence: {
    credentials: '{sentence}',
    address: '{sentence}',
    permission: '{sentence}',
    closed: '{sentence}',
    unreachable: '{sentence}',
    'rate-limited': '{sentence}',
    delivery: '{sentence}',
    fetch: '{sentence}',
    route: '{sentence}',
  },
  hold: { paused: 'Paused', draining: 'Draining', drained: 'Drained', unknown: 'Held' },
  title: 'Inboxes',
  hint: 'Paused, an inbox sends nothing; what customers write is taken as ever. Drained, nothing is fetched from its platform either, so files of customers wait too. What waits keeps its order.',
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
  way: {
    title: 'Where is my message?',
    id: 'Id of ours, of the platform or of a dead letter',
    find: 'Find',
    none: 'No message of this id is known.',
    found: 'One message | {n} messages',
    in: 'From the customer',
    logged: 'In the logs as {id}',
    out: 'To the customer',
  },
  step: {
    written: 'Written',
    received: 'Received',
    buffered: 'Given to the buffer',
    stored: 'Stored',
    'pushed-agent': 'Pushed to an agent',
    'pushed-contact': 'Pushed to the customer',
    'given-up': 'Given up, a dead letter',
    replayed: 'Processed again',
    entered: 'Entered for sending',
    called: 'A part sent',
    pending: 'Waits to be sent',
    claimed: 'Being sent',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Failed',
    dead: 'Given up',
    'told-accepted': 'Told: the platform took it',
    'told-delivered': 'Told: delivered',
    'told-read': 'Told: read',
    'told-failed': 'Told: failed',
  },
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
  inboxSentence: {
    credentials: '平台不接受该账号的密钥或令牌，请检查配置。（系统原文：{sentence}）',
    address: '平台不接受来自本机地址的调用，请检查本机地址与平台的 IP 白名单。（系统原文：{sentence}）',
    permission: '该账号缺少所需的权限，请检查平台上的授权与配置。（系统原文：{sentence}）',
    closed: '平台关闭、冻结或尚未开通该账号，请到平台后台查看。（系统原文：{sentence}）',
    unreachable: '平台无法连接或应答异常，请检查网络与接口地址。（系统原文：{sentence}）',
    'rate-limited': '平台要求降低调用频率，系统会稍后继续。（系统原文：{sentence}）',
    delivery: '最近一条消息未能发送。（系统原文：{sentence}）',
    fetch: '客户最近发来的文件未能拉取。（系统原文：{sentence}）',
    route: '发送路由或本系统出现故障，请查看路由与日志。（系统原文：{sentence}）',
  },
  hold: { paused: '已暂停', draining: '正在排空', drained: '已排空', unknown: '已挂起' },
  title: '接入账号',
  hint: '暂停后该账号不再发送，客户发来的内容照常接收；排空后也不再从平台拉取任何内容，客户的文件也会等待。等待的内容保持原有顺序。',
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
  way: {
    title: '消息在哪里？',
    id: '本系统、平台或死信的编号',
    find: '查找',
    none: '没有此编号的消息。',
    found: '{n} 条消息',
    in: '来自客户',
    logged: '日志中的标识：{id}',
    out: '发给客户',
  },
  step: {
    written: '写下',
    received: '已接收',
    buffered: '已进入缓冲区',
    stored: '已存储',
    'pushed-agent': '已推送给坐席',
    'pushed-contact': '已推送给客户',
    'given-up': '已放弃，成为死信',
    replayed: '已重新处理',
    entered: '进入发送台账',
    called: '已发送一部分',
    pending: '等待发送',
    claimed: '正在发送',
    sent: '已发送',
    delivered: '已送达',
    read: '已读',
    failed: '失败',
    dead: '已放弃',
    'told-accepted': '回执：平台已接收',
    'told-delivered': '回执：已送达',
    'told-read': '回执：已读',
    'told-failed': '回执：失败',
  },
}

export function useTexts() {
  const { t, te } = useI18n({ useScope: 'local', messages: { en, zh } })

  // The word for a value of a closed set; one that a later version of the hub says is shown as it came.
  function word(set: 'inboxState' | 'inboxReason' | 'hold' | 'step', value: string): string {
    const key = `${set}.${value}`
    return te(key) ? t(key) : value
  }

  // Why an inbox does not do well. A reason that a later version of the hub gives is told in the hub's words alone.
  function sentence(status: { reason: string; sentence: string }): string {
    const key = `inboxSentence.${status.reason}`
    return te(key) ? t(key, { sentence: status.sentence }) : status.sentence
  }

  return { t, word, sentence }
}
