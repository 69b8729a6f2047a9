package io.omnihub.channel;

import io.omnihub.identity.Callers;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// How inboxes do, for operators, and what holds them.
@ManagedResource(objectName = "io.omnihub:type=Inboxes", description = "The inboxes of all channels")
public final class InboxOperations {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;
    private final Holds holds;
    private final InboxHolding holding;

    InboxOperations(Inboxes inboxes, ChannelStatuses statuses, Holds holds, InboxHolding holding) {
        this.inboxes = inboxes;
        this.statuses = statuses;
        this.holds = holds;
        this.holding = holding;
    }

    @ManagedOperation(
            description = "All inboxes, how they do, what is to be mended where they don't, and what holds them")
    public List<Map<String, String>> list() {
        HeldCounts counts = holds.counts();
        List<Inbox> own = inboxes.all().stream()
                .filter(inbox -> inbox.tenant().equals(Callers.tenant()))
                .toList();
        return Stream.concat(
                        own.stream().map(inbox -> shown(inbox, counts)),
                        holds.known().stream()
                                .filter(hold -> hold.tenant().equals(Callers.tenant())
                                        && own.stream()
                                                .noneMatch(inbox ->
                                                        hold.covers(inbox.tenant(), inbox.channel(), inbox.id())))
                                .map(hold -> gone(hold, counts)))
                .toList();
    }

    @ManagedOperation(description = "Sends nothing more through an inbox; what customers send is taken as ever")
    @ManagedOperationParameter(name = "inbox", description = "its id")
    public String pause(String inbox) {
        return told(() -> holding.inbox(Callers.tenant(), inbox, Hold.Mode.PAUSE, Callers.who()), "paused");
    }

    @ManagedOperation(description = "Calls the platform no more for an inbox; list tells when nothing is under way")
    @ManagedOperationParameter(name = "inbox", description = "its id")
    public String drain(String inbox) {
        return told(() -> holding.inbox(Callers.tenant(), inbox, Hold.Mode.DRAIN, Callers.who()), "draining");
    }

    @ManagedOperation(description = "Lets an inbox go on, with what is oldest")
    @ManagedOperationParameter(name = "inbox", description = "its id")
    public String resume(String inbox) {
        return told(() -> holding.inbox(Callers.tenant(), inbox, null, Callers.who()), "goes on");
    }

    @ManagedOperation(description = "The same as pause for all inboxes of a channel")
    @ManagedOperationParameter(name = "channel", description = "its id")
    public String pauseChannel(String channel) {
        return told(() -> holding.channel(Callers.tenant(), channel, Hold.Mode.PAUSE, Callers.who()), "paused");
    }

    @ManagedOperation(description = "The same as drain for all inboxes of a channel")
    @ManagedOperationParameter(name = "channel", description = "its id")
    public String drainChannel(String channel) {
        return told(() -> holding.channel(Callers.tenant(), channel, Hold.Mode.DRAIN, Callers.who()), "draining");
    }

    @ManagedOperation(description = "Lets a channel go on that was held as a whole")
    @ManagedOperationParameter(name = "channel", description = "its id")
    public String resumeChannel(String channel) {
        return told(() -> holding.channel(Callers.tenant(), channel, null, Callers.who()), "goes on");
    }

    private Map<String, String> shown(Inbox inbox, HeldCounts counts) {
        ChannelStatus status = statuses.of(inbox.tenant(), inbox.id());
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("channel", inbox.channel().value());
        shown.put("inbox", inbox.id().value());
        shown.put("name", inbox.name());
        shown.put("state", Params.name(status.state()));
        shown.put("reason", Params.name(status.reason()));
        shown.put("sentence", status.sentence());
        held(shown, holds.of(inbox.tenant(), inbox.channel(), inbox.id()).map(hold -> hold.in(inbox.id())), counts);
        return shown;
    }

    /// What is held of an inbox, or a channel, that is no more: it can be resumed all the same.
    private static Map<String, String> gone(Hold hold, HeldCounts counts) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("channel", hold.channel().value());
        shown.put("inbox", hold.inboxColumn());
        shown.put("name", "");
        shown.put("state", "gone");
        shown.put("reason", "");
        shown.put("sentence", "It is in the configuration no more; what is held for it waits until it is resumed.");
        held(shown, Optional.of(hold), counts);
        return shown;
    }

    private static void held(Map<String, String> shown, Optional<Hold> hold, HeldCounts counts) {
        Optional<HoldView> held = hold.map(each -> HoldView.of(each, each.inbox() == null, counts));
        shown.put("held", held.map(HoldView::state).orElse(""));
        shown.put("underWay", held.map(HoldView::underWay).map(String::valueOf).orElse(""));
        shown.put("waiting", held.map(HoldView::waiting).map(String::valueOf).orElse(""));
    }

    private static String told(Runnable work, String done) {
        try {
            work.run();
            return done;
        } catch (ProblemException e) {
            return Objects.requireNonNullElse(e.getMessage(), "there is no such inbox or channel");
        }
    }
}
