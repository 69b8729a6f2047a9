import type { IconName } from '@/ui/icons'
import { i18n } from '@/i18n'

// How a channel looks; one that the console does not know is shown by its own name.
const ICONS: Record<string, IconName> = {
  web: 'globe',
  wechat: 'wechat',
  feishu: 'chats',
  dingtalk: 'chats',
  email: 'mail',
  app: 'phone',
  sms: 'bubble',
  telegram: 'send',
  slack: 'chats',
}

export function channelIcon(channel: string): IconName {
  return ICONS[channel] ?? 'plug'
}

export function channelName(channel: string): string {
  const { t, te } = i18n.global
  return te(`channel.${channel}`) ? t(`channel.${channel}`) : channel
}
