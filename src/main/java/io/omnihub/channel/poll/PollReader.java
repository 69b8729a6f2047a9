package io.omnihub.channel.poll;

import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.ScannerUnavailableException;
import io.omnihub.store.DatabaseUnavailableException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// The step of a polled channel that reads what was fetched. A fault of the reader is as good as bytes that can't be
/// read, so that one that always fails does not hold up those behind it.
public final class PollReader implements Processor {

    private final Fetched.Reader<?> reader;

    public PollReader(Fetched.Reader<?> reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Fetched fetched = Fetched.of(exchange);
        try {
            exchange.getMessage().setBody(reader.read(fetched));
        } catch (MalformedMessageException
                | ChannelUnavailableException
                | BlobsUnavailableException
                | ScannerUnavailableException
                | DatabaseUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new MalformedMessageException(
                    "the reader failed: " + e.getClass().getSimpleName(), e);
        }
    }
}
