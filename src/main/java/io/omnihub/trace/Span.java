package io.omnihub.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// A stretch of something's way. Where it is not sampled it only has the id of the whole way.
public final class Span implements AutoCloseable {

    /// In structured logs.
    static final String LOGGED = "correlationId";

    private static final ThreadLocal<@Nullable Span> ACTIVE = new ThreadLocal<>();

    private final Traces traces;
    private final String trace;
    private final io.opentelemetry.api.trace.@Nullable Span sampled;

    /// @param trace what goes along: its own context where it is sampled, else what was given, or an id
    Span(Traces traces, String trace, io.opentelemetry.api.trace.@Nullable Span sampled) {
        this.traces = traces;
        this.trace = trace;
        this.sampled = sampled;
    }

    /// The one that this thread is in; null where it is in none.
    public static @Nullable Span active() {
        return ACTIVE.get();
    }

    /// A call to somebody outside, in what this thread is in.
    public static Span call(String name) {
        Span active = ACTIVE.get();
        return active == null ? Traces.NOTHING : active.child(name, SpanKind.CLIENT);
    }

    /// The context of W3C, or an id; empty where there is none.
    public String trace() {
        return trace;
    }

    /// The context of W3C; empty where it is none.
    public String context() {
        return Door.context(trace);
    }

    /// A part of it.
    public Span child(String name) {
        return child(name, SpanKind.INTERNAL);
    }

    private Span child(String name, SpanKind kind) {
        return sampled == null ? new Span(traces, trace, null) : traces.begin(name, kind, trace);
    }

    /// A fact about it; never what anybody wrote.
    public void note(String name, String value) {
        if (sampled != null) {
            sampled.setAttribute(name, value);
        }
    }

    /// It did not do what it was to do.
    ///
    /// @param what without the text of any message
    public void failed(String what) {
        if (sampled != null) {
            sampled.setStatus(StatusCode.ERROR, what);
        }
    }

    /// This thread is in it until that is closed; its lines in the log have the id.
    public Inside enter() {
        Span before = ACTIVE.get();
        String logged = MDC.get(LOGGED);
        ACTIVE.set(this);
        String id = Door.idOf(trace);
        if (!id.isEmpty()) {
            MDC.put(LOGGED, id);
        }
        return () -> {
            if (before == null) {
                ACTIVE.remove();
            } else {
                ACTIVE.set(before);
            }
            if (logged == null) {
                MDC.remove(LOGGED);
            } else {
                MDC.put(LOGGED, logged);
            }
        };
    }

    /// It is over.
    @Override
    public void close() {
        if (sampled != null) {
            sampled.end();
        }
    }

    /// Ends a thread's being in it.
    @FunctionalInterface
    public interface Inside extends AutoCloseable {
        @Override
        void close();
    }
}
