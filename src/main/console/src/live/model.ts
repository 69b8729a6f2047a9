// The values of docs/messages.md and of the REST API, by the names that the pages use. Their one definition is
// omnihub.proto, of which wire.mjs makes the types.
export type {
  Command,
  Content as Part,
  ContentCardButton as CardButton,
  ContentCardField as CardField,
  ConversationView as Conversation,
  ConversationViewPreview as Preview,
  ConversationViewSession as Session,
  Entry,
  EntryChange as Change,
  Media,
  MessageRef,
  Presence,
  ReceiptState,
  Sender,
  SenderKind,
  SessionChange,
  SessionStatus,
} from '../../generated/wire'
