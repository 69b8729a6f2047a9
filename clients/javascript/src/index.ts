// What an app may use. All else may change without a word.
export { ApiError, type Gateway, type UploadProgress } from './api'
export { OmniHubClient } from './app'
export { NotSentError, type ClientOptions, type Listener, type Position, type Unsent } from './client'
export type { User } from './identity'
export type { Change, Entry, Media, MessageRef, Part, ReceiptState, Sender, SenderKind } from './model'
export type { Problem } from './shelf'
export type { ConnectionState, WebSocketLike, WebSocketMaker } from './socket'
export type { Store } from './store'
