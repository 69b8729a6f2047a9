// The values of docs/messages.md by the names that apps use. Their one definition is omnihub.proto, of which wire.mjs
// makes the types.
export type {
  Content as Part,
  Entry,
  EntryChange as Change,
  Media,
  MessageRef,
  ReceiptState,
  Sender,
  SenderKind,
} from './generated/wire'
