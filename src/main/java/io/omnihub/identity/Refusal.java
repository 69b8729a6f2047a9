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

    /// Whoever opens Hawtio comes to the login first, and is led back from there.
    static void login(HttpServletResponse response) throws IOException {
        response.sendRedirect("/console/login?to=/hawtio/");
    }

    /// Whether a person opens a page of Hawtio.
    static boolean opensHawtio(HttpServletRequest request) {
        boolean page = request.getRequestURI().equals("/hawtio")
                || request.getRequestURI().startsWith("/hawtio/");
        return page && request.getMethod().equals("GET") && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    }

    /// The same answer for a missing, a malformed and a wrong credential. A script in a browser is not asked for Basic,
    /// which would make the browser ask its user.
    static void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (opensHawtio(request)) {
            login(response);
            return;
        }
        if (!isScript(request)) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"omnihub\", charset=\"UTF-8\"");
        }
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"omnihub\"");
        write(response, HttpStatus.UNAUTHORIZED, "A valid account or token is needed.");
    }

    /// Such as a control character in a header: it may have been found while another answer was made.
    static void rejected(HttpServletResponse response) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            write(response, HttpStatus.BAD_REQUEST, "The request has characters that are not taken.");
        }
    }

    /// The database is away.
    static void busy(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        write(response, HttpStatus.SERVICE_UNAVAILABLE, "The hub can't check credentials just now.");
    }

    static void tooManyTries(HttpServletResponse response, TooManyTriesException e) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
        write(response, HttpStatus.TOO_MANY_REQUESTS, "too-many-tries", "Too many passwords were wrong; try later.");
    }

    static void csrf(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.FORBIDDEN, "csrf", "The request does not prove that it comes from our own page.");
    }

    static void passwordChange(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.FORBIDDEN, "password-change-needed", "The password must be changed first.");
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
            write(response, HttpStatus.FORBIDDEN, "The role or the tenant of the caller does not allow this.");
        } else {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", methods));
            write(response, HttpStatus.METHOD_NOT_ALLOWED, "This path does not take the method.");
        }
    }

    /// Every browser of today says of what kind a request is; older ones can be told to.
    private static boolean isScript(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return request.getHeader("X-Requested-With") != null || (mode != null && !mode.equals("navigate"));
    }

    private static void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        write(response, "about:blank", status, detail);
    }

    /// @param problem the end of its type, of which the API's table of problems has the meaning
    private static void write(HttpServletResponse response, HttpStatus status, String problem, String detail)
            throws IOException {
        write(response, "urn:omnihub:problem:" + problem, status, detail);
    }

    /// @param detail without quotes and backslashes
    private static void write(HttpServletResponse response, String type, HttpStatus status, String detail)
            throws IOException {
        byte[] body = """
                {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(type, status.getReasonPhrase(), status.value(), detail)
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
