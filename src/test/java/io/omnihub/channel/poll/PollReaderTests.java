package io.omnihub.channel.poll;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of faults while something fetched is read.
final class PollReaderTests {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @BeforeEach
    void fetch() {
        Fetched.put(
                exchange,
                List.of(new Fetched(
                        TenantId.DEFAULT, new InboxId("help"), Instant.EPOCH, Fetched.Bytes.of(new byte[0]))));
    }

    @Test
    void aFaultOfTheReaderIsAsGoodAsBytesThatCanNotBeReadAndTellsNothingOfThem() {
        assertThatThrownBy(() -> reading(() -> {
                            throw new IllegalStateException("the text");
                        })
                        .process(exchange))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the reader failed: IllegalStateException");
        assertThatThrownBy(() -> reading(() -> {
                            throw new StackOverflowError();
                        })
                        .process(exchange))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void soIsAFaultOfTheAdapter() {
        PollAdapter<Object> faulty = (_, _) -> {
            throw new IllegalStateException("the text");
        };
        assertThatThrownBy(() -> PollReader.adapting(faulty).process(exchange))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the reader failed: IllegalStateException");
    }

    @Test
    void whatIsOnlyAwayComesAgain() {
        BlobsUnavailableException away = new BlobsUnavailableException(new IOException("the disk is full"));

        assertThatThrownBy(() -> reading(() -> {
                            throw away;
                        })
                        .process(exchange))
                .isSameAs(away);
    }

    private static PollReader reading(Callable<String> step) {
        return PollReader.reading(new Fetched.Reader<String>() {
            @Override
            public String read(Fetched fetched) throws IOException {
                try {
                    return step.call();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public List<String> placed(List<Fetched> together, List<String> read) {
                return read;
            }
        });
    }
}
