package io.omnihub.channel.poll;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/// Looks into each inbox of a channel by a loop of its own, and listens to its platform by another, on virtual threads:
/// however many there are, they keep no thread while they wait.
final class PollConsumer extends DefaultConsumer implements Suspendable {

    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    /// It is woken where there is something to listen to.
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final String channel;
    private final Poller poller;
    private final Loops loops;
    private final List<Line> lines = new ArrayList<>();

    PollConsumer(Endpoint endpoint, Processor processor, String channel, Poller poller, Loops loops) {
        super(endpoint, processor);
        this.channel = channel;
        this.poller = poller;
        this.loops = loops;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        begin();
    }

    @Override
    protected void doStop() throws Exception {
        end();
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        end();
    }

    @Override
    protected void doResume() {
        begin();
    }

    private synchronized void begin() {
        if (lines.isEmpty()) {
            poller.polled().forEach(inbox -> lines.add(new Line(inbox)));
            lines.forEach(Line::start);
        }
    }

    /// All are told first, so that they end side by side. Who listens to a dead line is not waited for, nor is a
    /// platform that does not let go.
    private synchronized void end() {
        lines.forEach(line -> line.listening.stop(Duration.ZERO));
        Loops.together(lines, Line::leave);
        Loops.together(lines, line -> {
            line.stop();
            // It may have opened something meanwhile.
            line.leave();
        });
        lines.clear();
    }

    /// Where one can't be understood, fewer are passed, so that in the end it is alone.
    private int passed(List<Fetched> together) throws Exception {
        int count = together.size();
        while (!pass(together.subList(0, count))) {
            count = (count + 1) / 2;
        }
        return count;
    }

    /// @return whether they were kept, which those are not that are to be passed one by one
    private boolean pass(List<Fetched> together) throws Exception {
        Exchange exchange = createExchange(true);
        try {
            Fetched.put(exchange, together);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                throw failure;
            }
            return !PollConfiguration.isMixed(exchange);
        } finally {
            releaseExchange(exchange, true);
        }
    }

    /// An inbox and the loop that looks into it.
    private final class Line implements PolledInbox.Taker {

        private final PolledInbox inbox;
        private final Loop loop;
        private final Loop listening;
        private Duration rest = Duration.ZERO;

        private Line(PolledInbox inbox) {
            this.inbox = inbox;
            this.loop = loops.loop("poll-" + channel + "-" + inbox.tenant() + "-" + inbox.id(), this::look)
                    .resting(Duration.ZERO, () -> rest)
                    .restingAtMost(LONGEST_REST)
                    .virtual();
            this.listening = loops.loop("listen-" + channel + "-" + inbox.tenant() + "-" + inbox.id(), inbox::listen)
                    .every(LONGEST_SILENCE)
                    .virtual();
        }

        private void look() throws Exception {
            rest = inbox.look(this);
            listening.wake();
        }

        private void start() {
            loop.start();
            listening.start();
        }

        private void stop() {
            loop.stop(PATIENCE);
        }

        private void leave() {
            Loops.once("leave-" + channel + "-" + inbox.tenant() + "-" + inbox.id(), MOMENT, inbox::leave);
        }

        @Override
        public int take(List<Fetched> together) throws Exception {
            return passed(together);
        }

        @Override
        public void wake() {
            loop.wake();
        }
    }
}
