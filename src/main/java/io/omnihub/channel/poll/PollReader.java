package io.omnihub.channel.poll;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.loop.Outage;
import io.omnihub.message.InvalidMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// The step of a polled channel that reads what was fetched. A fault of it is as good as bytes that can't be read, so
/// that one that always fails does not hold up those behind it.
public final class PollReader implements Processor {

    private final Processor step;

    private PollReader(Processor step) {
        this.step = step;
    }

    /// Reads what was fetched into the channel's own records.
    public static PollReader reading(Fetched.Reader<?> reader) {
        return new PollReader(exchange -> exchange.getMessage().setBody(read(reader, Fetched.on(exchange))));
    }

    /// Translates those.
    public static PollReader adapting(PollAdapter<?> adapter) {
        return new PollReader(adapter);
    }

    private static <N> List<N> read(Fetched.Reader<N> reader, List<Fetched> together) throws IOException {
        List<N> read = new ArrayList<>();
        for (Fetched fetched : together) {
            read.add(reader.read(fetched));
        }
        return reader.placed(together, read);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            step.process(exchange);
        } catch (MalformedMessageException | InvalidMessageException | ChannelUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof Outage) {
                throw e;
            }
            throw new MalformedMessageException(
                    "the reader failed: " + e.getClass().getSimpleName(), e);
        }
    }
}
