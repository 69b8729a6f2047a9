package io.omnihub.channel;

/// What a channel can do beside sending messages.
public enum Ability {
    /// It tells when a message has reached the contact's device.
    RECEIPTS,
    /// It tells when the contact has read a message.
    READ_RECEIPTS,
    /// It shows the contact that somebody types.
    TYPING,
    /// It shows the contact that a message was read.
    READ,
    /// What was sent can be said otherwise.
    EDIT,
    /// What was sent can be taken back.
    RECALL,
    /// Its contacts can put an emoji to a message.
    REACTIONS,
    /// The buttons of a card can be pressed, and the hub is told which one was.
    BUTTONS,
    /// It sends what it has approved, as a card with the id of a template, also when it takes no reply.
    TEMPLATES,
    /// It shows what its contacts look like.
    AVATARS,
    /// A reply can go to others too, openly or so that nobody else learns of them.
    COPIES
}
