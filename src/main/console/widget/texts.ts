import { signal } from '@preact/signals'

export const en = {
  title: 'Chat with us',
  welcome: 'Hello! How can we help you?',
  online: 'We are here',
  offline: 'We will answer as soon as we can',
  connecting: 'The connection was lost. Trying again…',
  messages: 'Messages',
  write: 'Write a message…',
  send: 'Send',
  attach: 'Send a picture or a file',
  close: 'Close the chat',
  older: 'Earlier messages',
  typing: 'is typing',
  agent: 'Support',
  you: 'You',
  sending: 'Sending…',
  stored: 'Sent',
  read: 'Read',
  failed: 'Not sent',
  again: 'Send again',
  discard: 'Discard',
  gone: 'This message was taken back',
  edited: 'edited',
  picture: 'Picture',
  file: 'File',
  voice: 'Voice message',
  video: 'Video',
  unsupported: 'This message can’t be shown here',
  tooLarge: 'The file is too large',
  tooMany: 'Too many files at the moment',
  tooLong: 'This message is too long',
  full: 'Too many messages wait to be sent',
  uploadFailed: 'The file could not be sent',
  putAway: 'Put away',
  enlarge: 'Show larger',
  zoom: 'Original size',
  closePicture: 'Close the picture',
  unavailable: 'The chat can’t be reached at the moment',
  newMessages: 'New messages',
}

export type Texts = typeof en

export const zh: Texts = {
  title: '联系客服',
  welcome: '您好！请问有什么可以帮您？',
  online: '客服在线',
  offline: '我们会尽快回复您',
  connecting: '连接已断开，正在重新连接…',
  messages: '消息',
  write: '输入消息…',
  send: '发送',
  attach: '发送图片或文件',
  close: '关闭聊天',
  older: '更早的消息',
  typing: '正在输入',
  agent: '客服',
  you: '我',
  sending: '发送中…',
  stored: '已发送',
  read: '已读',
  failed: '发送失败',
  again: '重新发送',
  discard: '放弃',
  gone: '此消息已撤回',
  edited: '已编辑',
  picture: '图片',
  file: '文件',
  voice: '语音消息',
  video: '视频',
  unsupported: '暂不支持显示此消息',
  tooLarge: '文件过大',
  tooMany: '发送的文件过多，请稍后再试',
  tooLong: '消息过长',
  full: '待发送的消息过多',
  uploadFailed: '文件发送失败',
  putAway: '移除',
  enlarge: '查看大图',
  zoom: '原始大小',
  closePicture: '关闭图片',
  unavailable: '暂时无法连接客服',
  newMessages: '新消息',
}

export const locale = signal('en')

export function isChinese(tag: string): boolean {
  return tag.toLowerCase().startsWith('zh')
}

export function texts(): Texts {
  return isChinese(locale.value) ? zh : en
}
