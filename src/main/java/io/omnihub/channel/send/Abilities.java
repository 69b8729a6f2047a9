package io.omnihub.channel.send;

import io.omnihub.channel.Ability;
import java.util.EnumSet;
import java.util.Set;

/// Which abilities a channel has by what its sender is.
public final class Abilities {

    private Abilities() {}

    public static Set<Ability> of(Class<? extends PieceSender<?>> sender) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        add(abilities, sender, EditsMessages.class, Ability.EDIT);
        add(abilities, sender, RecallsMessages.class, Ability.RECALL);
        add(abilities, sender, ShowsTyping.class, Ability.TYPING);
        add(abilities, sender, MarksRead.class, Ability.READ);
        return abilities;
    }

    private static void add(Set<Ability> abilities, Class<?> sender, Class<?> type, Ability ability) {
        if (type.isAssignableFrom(sender)) {
            abilities.add(ability);
        }
    }
}
