package io.omnihub.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/// Says no in the form of RFC 9457, before the request reaches anything that could.
final class Refusal {

    private Refusal() {}

    /// The same answer for a missing, a malformed and a wrong credential.
    static void unauthenticated(HttpServletResponse response) throws IOException {
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"omnihub\", charset=\"UTF-8\"");
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"omnihub\"");
        write(response, HttpStatus.UNAUTHORIZED, "A valid account or token is needed.");
    }

    /// To a caller that we know: tells a path and a method that don't exist from those that are closed to the role.
    static void denied(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Set<String> methods = Permissions.methods(request);
        boolean known = methods.contains(request.getMethod())
                || (request.getMethod().equals("HEAD") && methods.contains("GET"));
        if (methods.isEmpty()) {
            write(response, HttpStatus.NOT_FOUND, "There is nothing at this path.");
        } else if (known) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"omnihub\", error=\"insufficient_scope\"");
            write(response, HttpStatus.FORBIDDEN, "The role of the caller does not allow this.");
        } else {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", methods));
            write(response, HttpStatus.METHOD_NOT_ALLOWED, "This path does not take the method.");
        }
    }

    /// @param detail without quotes and backslashes
    static void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        byte[] body =
                """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}""".formatted(status.getReasonPhrase(), status.value(), detail).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
