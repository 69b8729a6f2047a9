package io.omnihub.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Begins spans. At a door it is decided which ways are sampled, whatever callers want; what is not costs no more than
/// its id.
public final class Traces {

    static final Span NOTHING = new Span(off(), "", null);

    private static final int ID_BEGINS = 3;
    private static final int ID_HALF = 19;
    private static final int ID_ENDS = 35;
    private static final int SPAN_BEGINS = 36;
    private static final int SPAN_ENDS = 52;

    private final @Nullable Tracer tracer;
    private final double share;
    private final long secret = new SecureRandom().nextLong();

    /// @param tracer null where there are no traces
    /// @param share  how many of all ways are sampled, from 0 to 1
    Traces(@Nullable Tracer tracer, double share) {
        this.tracer = tracer;
        this.share = share;
    }

    /// There are none; ids that are given go along all the same.
    public static Traces off() {
        return new Traces(null, 0);
    }

    public boolean isOn() {
        return tracer != null;
    }

    /// Something comes in. It has an id of its own where nobody gave one.
    ///
    /// @param given the header `traceparent`, whoever sent it; null or anything where there is none
    public Span door(String name, @Nullable String given) {
        String context = given == null ? "" : Door.context(given);
        Tracer own = tracer;
        if (own == null || !isChosen(context)) {
            return new Span(this, context.isEmpty() ? newId() : context.substring(0, SPAN_ENDS) + "-00", null);
        }
        var builder = own.spanBuilder(name).setSpanKind(SpanKind.SERVER);
        return started((context.isEmpty() ? builder.setNoParent() : builder.setParent(parent(context))).startSpan());
    }

    /// Something goes on that came in before.
    ///
    /// @param facts with its [Door]
    public Span inner(String name, Map<String, String> facts) {
        return inner(name, Door.of(facts).trace());
    }

    /// @param trace what goes along with it
    public Span inner(String name, String trace) {
        return tracer != null && Door.isSampled(trace)
                ? begin(name, SpanKind.INTERNAL, trace)
                : new Span(this, trace, null);
    }

    /// Something went on that came in before, and is over.
    ///
    /// @param from in milliseconds
    public void past(String name, Map<String, String> facts, long from) {
        if (tracer == null) {
            return;
        }
        String trace = Door.of(facts).trace();
        if (Door.isSampled(trace)) {
            tracer.spanBuilder(name)
                    .setParent(parent(trace))
                    .setStartTimestamp(from, TimeUnit.MILLISECONDS)
                    .startSpan()
                    .end();
        }
    }

    /// Whether somebody looks at a thing's way.
    public boolean follows(Map<String, String> facts) {
        return tracer != null && Door.isSampled(Door.of(facts).trace());
    }

    Span begin(String name, SpanKind kind, String trace) {
        Tracer own = tracer;
        if (own == null) {
            return new Span(this, trace, null);
        }
        return started(
                own.spanBuilder(name).setSpanKind(kind).setParent(parent(trace)).startSpan());
    }

    private Span started(io.opentelemetry.api.trace.Span span) {
        SpanContext context = span.getSpanContext();
        return new Span(this, "00-" + context.getTraceId() + "-" + context.getSpanId() + "-01", span);
    }

    private static Context parent(String trace) {
        SpanContext context = SpanContext.createFromRemoteParent(
                trace.substring(ID_BEGINS, ID_ENDS),
                trace.substring(SPAN_BEGINS, SPAN_ENDS),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        return Context.root().with(io.opentelemetry.api.trace.Span.wrap(context));
    }

    /// Of a trace that began elsewhere all or nothing is sampled here. Its id is mixed with what callers don't know,
    /// else they could choose one.
    private boolean isChosen(String context) {
        if (context.isEmpty()) {
            return ThreadLocalRandom.current().nextDouble() < share;
        }
        long mixed = new SplittableRandom(secret
                        ^ Long.parseUnsignedLong(context, ID_BEGINS, ID_HALF, 16)
                        ^ Long.rotateLeft(Long.parseUnsignedLong(context, ID_HALF, ID_ENDS, 16), 21))
                .nextLong();
        return (mixed >>> 1) < share * Long.MAX_VALUE;
    }

    /// Half as long as a trace's: it is stored with each message.
    private static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
