package io.omnihub.message;

/// What an entry of the log holds: one change of a conversation.
public sealed interface Change
        permits Message,
                Edit,
                Recall,
                Reaction,
                Receipt,
                ReadMark,
                ContactChange,
                SessionChange,
                MediaStored,
                Erased,
                Unknown {}
