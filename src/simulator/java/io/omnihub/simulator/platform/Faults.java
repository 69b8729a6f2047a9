package io.omnihub.simulator.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Faults that the platform's API will show, one in each call that takes one: that sends a message, and maybe others.
/// It is taken once the call is checked and before anything is done.
public final class Faults {

    private static final String EMPTY = " ";
    private static final Fault NONE = new Fault(0, 200, Map.of(), false, "");

    private final Queue<Supplier<Fault>> next = new ConcurrentLinkedQueue<>();
    private volatile Fault token = NONE;

    /// Shows nothing in one call.
    public void none() {
        add(NONE);
    }

    /// Answers with an error code and does nothing.
    public void code(int code) {
        code(code, Map.of());
    }

    /// The same with headers.
    public void code(int code, Map<String, String> headers) {
        add(new Fault(code, 200, headers, false, ""));
    }

    /// Answers with an HTTP status and does nothing.
    public void status(int status) {
        add(new Fault(0, status, Map.of(), false, ""));
    }

    /// Does what it was asked for, but cuts the connection instead of answering.
    public void silence() {
        add(new Fault(0, 200, Map.of(), true, ""));
    }

    /// Answers with HTTP 200 and this, be it a page, JSON or nothing.
    public void says(String page) {
        add(saying(page));
    }

    /// From now on grants no token but this error code; 0 ends it.
    public void tokenCode(int code) {
        token = new Fault(code, 200, Map.of(), false, "");
    }

    /// From now on answers with this to whoever asks for a token.
    public void tokenSays(String page) {
        token = saying(page);
    }

    /// What is shown to whoever asks for a token.
    public Fault token() {
        return token;
    }

    private static Fault saying(String page) {
        return new Fault(0, 200, Map.of(), false, page.isEmpty() ? EMPTY : page);
    }

    /// Has something happen while a call is answered, which shows nothing of it.
    public void meanwhile(Runnable happens) {
        next.add(() -> {
            happens.run();
            return NONE;
        });
    }

    /// The fault to show now.
    public Fault take() {
        Supplier<Fault> fault = next.poll();
        return fault == null ? NONE : fault.get();
    }

    private void add(Fault fault) {
        next.add(() -> fault);
    }

    /// Forgets all that are to come.
    public void clear() {
        next.clear();
        token = NONE;
    }

    /// One fault.
    ///
    /// @param code   of the error to answer with; 0 for none
    /// @param status of HTTP to answer with; 200 for none
    /// @param silent whether to cut the connection once all is done
    /// @param page   to answer with; empty for none
    public record Fault(int code, int status, Map<String, String> headers, boolean silent, String page) {

        /// Answers with the fault, where it stands in the place of what the call asked for.
        ///
        /// @return whether it does
        public boolean instead(ApiCall call, ErrorAnswer error) throws IOException {
            headers.forEach(call::with);
            if (code != 0) {
                error.write(call, code);
            } else if (status != 200) {
                call.status(status);
            } else if (page.equals(EMPTY)) {
                call.bytes(200, "application/json", new byte[0]);
            } else if (!page.isEmpty()) {
                call.bytes(
                        200,
                        page.startsWith("{") ? "application/json" : "text/html",
                        page.getBytes(StandardCharsets.UTF_8));
            }
            return code != 0 || status != 200 || !page.isEmpty();
        }
    }

    /// How the platform tells an error.
    public interface ErrorAnswer {

        void write(ApiCall call, int code) throws IOException;
    }
}
