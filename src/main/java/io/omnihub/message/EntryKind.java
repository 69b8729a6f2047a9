package io.omnihub.message;

/// The kinds of entries, with the names by which the outside knows them.
public enum EntryKind {
    MESSAGE_CREATED("message.created"),
    NOTE_CREATED("note.created"),
    RECORD_CLICKED("record.clicked"),
    MESSAGE_EDITED("message.edited"),
    MESSAGE_RECALLED("message.recalled"),
    REACTION_CHANGED("reaction.changed"),
    RECEIPT_RECORDED("receipt.recorded"),
    READ_MARKED("read.marked"),
    CONTACT_CHANGED("contact.changed"),
    SESSION_OPENED("session.opened"),
    SESSION_REOPENED("session.reopened"),
    SESSION_ASSIGNED("session.assigned"),
    SESSION_PENDED("session.pended"),
    SESSION_RESOLVED("session.resolved"),
    SESSION_LABELLED("session.labelled"),
    MEDIA_STORED("media.stored"),
    ERASED("erased"),

    /// Of a later version.
    UNKNOWN("unknown");

    private final String publicName;

    EntryKind(String publicName) {
        this.publicName = publicName;
    }

    /// The name in the API, in events and in the database.
    public String publicName() {
        return publicName;
    }

    static EntryKind of(Change change, Visibility visibility) {
        return switch (change) {
            case Message message -> visibility == Visibility.AGENTS ? note(message) : MESSAGE_CREATED;
            case Edit _ -> MESSAGE_EDITED;
            case Recall _ -> MESSAGE_RECALLED;
            case Reaction _ -> REACTION_CHANGED;
            case Receipt _ -> RECEIPT_RECORDED;
            case ReadMark _ -> READ_MARKED;
            case ContactChange _ -> CONTACT_CHANGED;
            case SessionChange session ->
                switch (session.cause()) {
                    case OPENED -> SESSION_OPENED;
                    case REOPENED -> SESSION_REOPENED;
                    case ASSIGNED -> SESSION_ASSIGNED;
                    case PENDED -> SESSION_PENDED;
                    case RESOLVED -> SESSION_RESOLVED;
                    case LABELLED -> SESSION_LABELLED;
                };
            case MediaStored _ -> MEDIA_STORED;
            case Erased _ -> ERASED;
            case Unknown _ -> UNKNOWN;
        };
    }

    /// What an agent has pressed stands among the notes.
    private static EntryKind note(Message message) {
        return message.parts().getFirst() instanceof Content.SystemEvent event
                        && event.event().equals(Content.SystemEvent.CARD_CLICK)
                ? RECORD_CLICKED
                : NOTE_CREATED;
    }
}
