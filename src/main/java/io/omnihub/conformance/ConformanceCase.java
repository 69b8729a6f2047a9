package io.omnihub.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// What must hold of every channel whose platform calls the hub and is called by it. Our own channels' tests ask for
/// it, and so does whoever has written a channel of files.
@SuppressWarnings("ImmutableEnumChecker") // What a case does keeps nothing.
public enum ConformanceCase {
    /// Two ids that are one as a number of JavaScript; an emoji of several characters; one of GB18030 beyond 16 bits.
    TEXT("texts arrive letter by letter, under ids of 64 bits", subject -> {
        String customer = subject.newCustomer();
        List<String> texts = List.of("👨‍👩‍👧 好 𠮷 ㊣ <b>&amp;]]>\"\\n", "second");
        taken(subject, subject.text(customer, "9007199254740992", texts.getFirst()));
        taken(subject, subject.text(customer, "9007199254740993", texts.getLast()));
        said(subject, customer, texts);
    }),

    KINDS("each kind becomes its part, and its file is fetched", subject -> {
        String customer = subject.newCustomer();
        Map<String, Supplier<Answered>> calls = subject.kinds(customer);
        calls.forEach((kind, call) -> taken(kind, call.get()));
        Waiting.untilEqual(List.copyOf(calls.keySet()), () -> types(subject, customer));
        int files = (int) calls.keySet().stream().filter(Fixed.FILES::contains).count();
        Waiting.until(
                files + " files to be fetched",
                () -> subject.hub().fetched(customer, subject.inbox()),
                fetched -> fetched == files);
    }),

    UNKNOWN("an unknown type is shown as such", subject -> {
        String customer = subject.newCustomer();
        taken(subject, subject.unknown(customer));
        Waiting.untilEqual(List.of("unsupported"), () -> types(subject, customer));
    }),

    MALFORMED("what is genuine and can't be understood is a dead letter, and the platform content", subject -> {
        Call malformed = subject.malformed();
        List<String> before = subject.hub().deadLetters();
        taken(subject, malformed);
        Waiting.until(
                "one more dead letter",
                () -> subject.hub().deadLetters().stream()
                        .filter(id -> !before.contains(id))
                        .count(),
                more -> more == 1);
    }),

    UNTRUSTED("what proves nothing is refused alike, and leaves nothing", subject -> {
        String customer = subject.newCustomer();
        List<String> before = subject.hub().deadLetters();
        subject.untrusted(customer).forEach((wrong, call) -> refused(wrong, subject.deliver(call)));
        taken(subject, subject.text(customer, newId(), "genuine"));
        said(subject, customer, List.of("genuine"));
        List<String> after = subject.hub().deadLetters();
        require("no new dead letter", after.size() - before.size(), after.equals(before));
    }),

    TRIED("who tries the address gets back what it sent, if it is the platform", subject -> {
        List<String> before = subject.hub().deadLetters();
        for (Trial trial : subject.trials()) {
            Answered answered = subject.deliver(trial.call());
            if (trial.wanted().isEmpty()) {
                refused(trial.what(), answered);
            } else {
                require(
                        trial.what() + ": " + trial.wanted(),
                        answered,
                        answered.isTaken() && answered.body().equals(trial.wanted()));
            }
        }
        List<String> after = subject.hub().deadLetters();
        require("no new dead letter", after.size() - before.size(), after.equals(before));
    }),

    DUPLICATES("the same call many times at once, and later again, is one entry", subject -> {
        String customer = subject.newCustomer();
        Call same = subject.text(customer, newId(), "once");
        IntStream.range(0, Fixed.AT_ONCE).parallel().forEach(_ -> taken(subject, same));
        taken(subject, subject.text(customer, newId(), "end"));
        taken(subject, same);
        // What came behind it in the same conversation is there after it.
        taken(subject, subject.text(customer, newId(), "last"));
        said(subject, customer, List.of("once", "end", "last"));
    }),

    BURST("a burst stays in its order", subject -> {
        String customer = subject.newCustomer();
        List<String> texts =
                IntStream.range(0, Fixed.BURST).mapToObj(i -> "number " + i).toList();
        texts.forEach(text -> taken(subject, subject.text(customer, newId(), text)));
        said(subject, customer, texts);
    }),

    RETRY("what the hub could not take is taken when it comes again", subject -> {
        String customer = subject.newCustomer();
        Call call = subject.text(customer, newId(), "patience");
        subject.hub().without(subject.channel() + "-callback", () -> {
            int status = subject.deliver(call).status();
            require("status 503", status, status == Fixed.AWAY);
        });
        taken(subject, call);
        said(subject, customer, List.of("patience"));
    }),

    IGNORED("our own messages, and what says nothing, are not shown as the customer's", subject -> {
        String customer = subject.newCustomer();
        List<Call> ignored = subject.ignored(customer);
        taken(subject, subject.text(customer, newId(), "one"));
        ignored.forEach(call -> taken(subject, call));
        taken(subject, subject.text(customer, newId(), "two"));
        said(subject, customer, List.of("one", "two"));
    }),

    SENT("replies reach the customer in order", subject -> {
        String customer = greeted(subject);
        List<String> texts = List.of("first 好 👨‍👩‍👧 𠮷", "second");
        texts.forEach(text -> subject.hub().reply(customer, subject.inbox(), text));
        Waiting.untilEqual(texts, () -> reached(subject, customer, texts));
        states(subject, customer, List.of("sent", "sent"));
    }),

    FILES_SENT("each kind of file reaches the customer byte by byte, between the texts around it", subject -> {
        Map<String, byte[]> files = subject.files();
        if (files.isEmpty()) {
            throw new NotApplicableException("the channel declares no kind of file that it sends");
        }
        files.forEach((kind, file) -> {
            String customer = greeted(subject);
            List<String> texts = List.of("one", "two");
            subject.hub().reply(customer, subject.inbox(), "one", kind, file, "two");
            Waiting.untilEqual(
                    List.of("one", kind, "two"),
                    () -> reached(subject, customer, () -> subject.reached(customer, texts, kind, file)));
            states(subject, customer, List.of("sent"));
        });
    }),

    BUSY("a reply waits where the platform is busy", subject -> passes(subject, Failure.BUSY)),

    AWAY_PLATFORM("a reply waits where the platform is away", subject -> passes(subject, Failure.AWAY)),

    PAGE("an answer that says nothing is no success", subject -> passes(subject, Failure.PAGE)),

    CUT("a reply is sent again where the connection breaks", subject -> passes(subject, Failure.CUT)),

    REFUSED_FOR_GOOD("what the platform refuses for good has failed, with its code", subject -> {
        String customer = greeted(subject);
        String code = subject.refusal();
        subject.failsNext(Failure.REFUSED);
        subject.hub().reply(customer, subject.inbox(), "refused");
        states(subject, customer, List.of("failed"));
        List<String> codes = subject.hub().deliveries(customer, subject.inbox()).stream()
                .map(delivery -> delivery.path("code").asString(""))
                .toList();
        require("the code " + code, codes, codes.equals(List.of(code)));
        List<String> reached = subject.reached(customer, List.of("refused"));
        require("nothing to reach the customer", reached, reached.isEmpty());
    });

    private final String title;
    private final Consumer<Subject> check;

    ConformanceCase(String title, Consumer<Subject> check) {
        this.title = title;
        this.check = check;
    }

    /// What holds where it passes.
    public String title() {
        return title;
    }

    /// @throws CaseFailedException    where something else was seen
    /// @throws NotApplicableException where the channel has nothing of the kind
    public void check(Subject subject) {
        check.accept(subject);
    }

    private static void passes(Subject subject, Failure failure) {
        String customer = greeted(subject);
        List<String> texts = List.of("patience", "then");
        subject.failsNext(failure);
        texts.forEach(text -> subject.hub().reply(customer, subject.inbox(), text));
        Waiting.until(
                "both replies to reach the customer in order, the first maybe twice",
                () -> reached(subject, customer, texts),
                reached -> Set.copyOf(reached).size() == 2
                        && reached.getLast().equals("then")
                        && reached.indexOf("then") == reached.size() - 1);
        states(subject, customer, List.of("sent", "sent"));
    }

    /// Somebody who has written, and so has a conversation.
    private static String greeted(Subject subject) {
        String customer = subject.newCustomer();
        taken(subject, subject.text(customer, newId(), "hello"));
        said(subject, customer, List.of("hello"));
        return customer;
    }

    /// Nobody waits for what was given up.
    private static List<String> reached(Subject subject, String customer, List<String> texts) {
        return reached(subject, customer, () -> subject.reached(customer, texts));
    }

    private static List<String> reached(Subject subject, String customer, Supplier<List<String>> reached) {
        subject.hub().deliveries(customer, subject.inbox()).stream()
                .filter(delivery -> delivery.path("state").asString("").equals("failed"))
                .findFirst()
                .ifPresent(delivery -> {
                    throw new CaseFailedException(
                            "replies to be sent",
                            "failed: " + delivery.path("reason").asString(""));
                });
        return reached.get();
    }

    private static void said(Subject subject, String customer, List<String> texts) {
        Waiting.untilEqual(texts, () -> subject.hub().said(customer, subject.inbox()));
    }

    private static List<String> types(Subject subject, String customer) {
        List<String> types = new ArrayList<>();
        for (JsonNode part : subject.hub().messages(customer, subject.inbox())) {
            types.add(part.path("type").asString(""));
        }
        return types;
    }

    private static void states(Subject subject, String customer, List<String> states) {
        Waiting.untilEqual(
                states,
                () -> subject.hub().deliveries(customer, subject.inbox()).stream()
                        .map(delivery -> delivery.path("state").asString(""))
                        .toList());
    }

    private static void taken(Subject subject, Call call) {
        taken("the call", subject.deliver(call));
    }

    private static void taken(String what, Answered answered) {
        require(what + " to be answered as taken", answered, answered.isTaken());
    }

    private static void refused(String wrong, Answered answered) {
        require(wrong + ": status 403", answered.status(), answered.status() == Fixed.FORBIDDEN);
        require(wrong + ": " + Fixed.REFUSED, answered.body(), answered.body().equals(Fixed.REFUSED));
    }

    private static void require(String expected, Object seen, boolean holds) {
        if (!holds) {
            throw new CaseFailedException(expected, seen);
        }
    }

    private static String newId() {
        return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
    }

    /// A constant of the enum can't name what stands behind it in the enum itself.
    private static final class Fixed {

        static final Set<String> FILES = Set.of("image", "voice", "video", "file", "sticker");
        static final String REFUSED = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403}";
        static final int FORBIDDEN = 403;
        static final int AWAY = 503;
        static final int AT_ONCE = 16;
        static final int BURST = 200;
    }
}
