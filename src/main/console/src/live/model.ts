// The values of docs/messages.md and of the REST API, by the names that the pages use.
export type { Change, Entry, Media, MessageRef, Part, ReceiptState, Sender, SenderKind } from '@client/model'
export type {
  Command,
  ContentCardButton as CardButton,
  ContentCardField as CardField,
  ConversationView as Conversation,
  ConversationViewPreview as Preview,
  ConversationViewSession as Session,
  Presence,
  SessionChange,
  SessionStatus,
} from '@client/generated/wire'
