package io.omnihub.visitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.DefaultCorsProcessor;

/// Says no to pages of other sites in the form of RFC 9457.
final class VisitorCors extends DefaultCorsProcessor {

    private static final byte[] REFUSED =
            "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403}".getBytes(StandardCharsets.UTF_8);

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
        response.setStatusCode(HttpStatus.FORBIDDEN);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getBody().write(REFUSED);
        response.flush();
    }
}
