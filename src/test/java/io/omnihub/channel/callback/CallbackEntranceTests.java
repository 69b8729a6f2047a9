package io.omnihub.channel.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

final class CallbackEntranceTests {

    @Test
    void beforeTheRoutesRunAPlatformIsToldToComeAgain() throws IOException {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        new CallbackEntrance(100)
                .doFilter(new MockHttpServletRequest("POST", "/channels/x/y"), answer, new MockFilterChain());
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
    }
}
