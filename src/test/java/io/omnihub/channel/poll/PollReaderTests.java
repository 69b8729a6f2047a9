package io.omnihub.channel.poll;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/// What becomes of faults while something fetched is read.
final class PollReaderTests {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aFaultOfTheReaderIsAsGoodAsBytesThatCanNotBeReadAndTellsNothingOfThem() {
        assertThatThrownBy(() -> step(_ -> {
                            throw new IllegalStateException("the text");
                        })
                        .process(exchange))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the reader failed: IllegalStateException");
        assertThatThrownBy(() -> step(_ -> {
                            throw new StackOverflowError();
                        })
                        .process(exchange))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void whatIsOnlyAwayComesAgain() {
        BlobsUnavailableException away = new BlobsUnavailableException(new IOException("the disk is full"));

        assertThatThrownBy(() -> step(_ -> {
                            throw away;
                        })
                        .process(exchange))
                .isSameAs(away);
    }

    private static PollReader step(Processor processor) {
        return PollReader.adapting(processor);
    }
}
