package io.omnihub.channel;

import io.omnihub.message.Addresses;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a channel can do beyond text, with its limits.
///
/// @param contents    the kinds of content it can send, beside text
/// @param largest     of these kinds, how many bytes a file may have; a kind that is not named has no limit
/// @param text        the longest text of one of the platform's messages; a longer one is sent as several. Null where
///                    there is no limit
/// @param replyWindow how long after the contact's last message it still takes replies; null where it always does
/// @param mostReplies how many of the platform's messages it takes until the contact says something again; 0 for any
///                    number
/// @param occasions   what it takes after the contact did something rather than said it, by the name of the event; what
///                    is not named changes nothing
/// @param abilities   what it can do beside
/// @param within      how long after a message was sent it can be edited or taken back; one that is not named can
///                    always be done
/// @param pace        how long after a message to a conversation the next one to it may be sent; zero for at once
/// @param links       whether a file that it can't send goes as a link
/// @param schemes     in small letters, those of the contact's app, to which links and buttons may lead beside pages of
///                    the web
public record Capabilities(
        Set<Class<? extends Content>> contents,
        Map<Class<? extends Content>, Long> largest,
        @Nullable TextLimit text,
        @Nullable Duration replyWindow,
        int mostReplies,
        Map<String, Allowance> occasions,
        Set<Ability> abilities,
        Map<Ability, Duration> within,
        Duration pace,
        boolean links,
        Set<String> schemes) {

    public Capabilities {
        contents = Set.copyOf(contents);
        largest = Map.copyOf(largest);
        occasions = Map.copyOf(occasions);
        abilities = Set.copyOf(abilities);
        within = Map.copyOf(within);
        schemes = Set.copyOf(schemes);
    }

    /// Those of a channel, which knows nothing of links, with no limit of texts and replies and no abilities.
    public Capabilities(
            Set<Class<? extends Content>> contents,
            Map<Class<? extends Content>, Long> largest,
            @Nullable Duration replyWindow) {
        this(contents, largest, null, replyWindow, 0, Map.of(), Set.of(), Map.of(), Duration.ZERO, false, Set.of());
    }

    /// Those of a channel that has no limits.
    public Capabilities(Set<Class<? extends Content>> contents, @Nullable Duration replyWindow) {
        this(contents, Map.of(), replyWindow);
    }

    /// The same with a limit of texts.
    public Capabilities withText(TextLimit limit) {
        return new Capabilities(
                contents, largest, limit, replyWindow, mostReplies, occasions, abilities, within, pace, links, schemes);
    }

    /// The same with a limit of replies.
    ///
    /// @param most 0 for any number
    public Capabilities withMostReplies(int most) {
        return new Capabilities(
                contents, largest, text, replyWindow, most, occasions, abilities, within, pace, links, schemes);
    }

    /// The same after what contacts do.
    ///
    /// @param occasions by the name of the event
    public Capabilities withOccasions(Map<String, Allowance> occasions) {
        return new Capabilities(
                contents, largest, text, replyWindow, mostReplies, occasions, abilities, within, pace, links, schemes);
    }

    /// The same with more abilities.
    public Capabilities with(Set<Ability> more) {
        Set<Ability> all = new HashSet<>(abilities);
        all.addAll(more);
        return new Capabilities(
                contents, largest, text, replyWindow, mostReplies, occasions, all, within, pace, links, schemes);
    }

    /// The same where something can be done with a message only for so long after it was sent.
    public Capabilities within(Ability ability, Duration longest) {
        Map<Ability, Duration> all = new EnumMap<>(Ability.class);
        all.putAll(within);
        all.put(ability, longest);
        return new Capabilities(
                contents, largest, text, replyWindow, mostReplies, occasions, abilities, all, pace, links, schemes);
    }

    /// The same where messages to one conversation keep a distance.
    public Capabilities withPace(Duration distance) {
        return new Capabilities(
                contents,
                largest,
                text,
                replyWindow,
                mostReplies,
                occasions,
                abilities,
                within,
                distance,
                links,
                schemes);
    }

    /// The same where the contact's app opens addresses of its own.
    ///
    /// @param own in small letters
    public Capabilities withSchemes(Set<String> own) {
        return new Capabilities(
                contents, largest, text, replyWindow, mostReplies, occasions, abilities, within, pace, links, own);
    }

    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }

    /// Whether a part can be sent as it is.
    public boolean sends(Content content) {
        return content instanceof Content.Text
                || (contents.contains(content.getClass())
                        && fits(content)
                        && abilities.containsAll(needed(content))
                        && unopened(content).isEmpty());
    }

    /// Whether a part can be sent, as it is or as a link to its file.
    public boolean takes(Content content) {
        return sends(content)
                || (links
                        && unopened(content).isEmpty()
                        && Media.of(content).filter(Media::isStored).isPresent());
    }

    /// Those schemes of a part's links and buttons that the contact's app does not name as its own.
    public Set<String> unopened(Content content) {
        Stream<String> addresses = switch (content) {
            case Content.Link link -> Stream.of(link.url());
            case Content.Card card -> card.buttons().stream().map(Content.Card.Button::url);
            default -> Stream.of();
        };
        return addresses
                .map(Addresses::appScheme)
                .filter(scheme -> !scheme.isEmpty() && !schemes.contains(scheme))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What a channel must be able to do for a part, beside sending its kind.
    public static Set<Ability> needed(Content content) {
        if (!(content instanceof Content.Card card)) {
            return Set.of();
        }
        Set<Ability> needed = EnumSet.noneOf(Ability.class);
        if (card.hasTemplate()) {
            needed.add(Ability.TEMPLATES);
        }
        if (card.buttons().stream().anyMatch(button -> !button.value().isEmpty())) {
            needed.add(Ability.BUTTONS);
        }
        return needed;
    }

    /// How many of the platform's messages a part becomes, at least, of those that count as replies.
    public int messages(Content content) {
        if (content instanceof Content.Card card && card.hasTemplate()) {
            return 0;
        }
        return text != null && content instanceof Content.Text words
                ? text.pieces(words.text()).size()
                : 1;
    }

    Capabilities linking() {
        return new Capabilities(
                contents, largest, text, replyWindow, mostReplies, occasions, abilities, within, pace, true, schemes);
    }

    /// What the channel takes after something that the contact did. What was allowed before stays allowed.
    ///
    /// @param window for how long; zero for nothing at all until the contact does or says something else
    /// @param most   how many of the platform's messages; 0 for any number
    public record Allowance(Duration window, int most) {

        /// The contact has turned away.
        public static final Allowance NOTHING = new Allowance(Duration.ZERO, 0);
    }

    private boolean fits(Content content) {
        Long most = largest.get(content.getClass());
        return most == null
                || Media.of(content).filter(media -> media.size() > most).isEmpty();
    }
}
