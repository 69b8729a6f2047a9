package io.omnihub.web;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.store.BadDataException;
import io.omnihub.store.DatabaseDamagedException;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.wire.JsonCodec;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/// Answers every error in the form of RFC 9457, and repeats neither texts of messages nor what a library says. Rooms
/// with exceptions of their own answer those beside it, and are asked first.
@RestControllerAdvice
public final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final URI BLANK = URI.create("about:blank");

    @ExceptionHandler
    ResponseEntity<Object> problem(ProblemException e) {
        return answer(e);
    }

    /// What a room answers where one of its own exceptions is met.
    public static ResponseEntity<Object> answer(ProblemException e) {
        HttpHeaders headers = new HttpHeaders();
        if (e.retrySeconds() > 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(e.retrySeconds()));
        }
        return answer(
                problem(e.status(), e.type(), Objects.requireNonNullElse(e.getMessage(), ""), e.field()), headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidMessageException e) {
        return answer(
                problem(HttpStatus.BAD_REQUEST, ProblemType.INVALID, "The field " + e.problem() + ".", e.field()),
                new HttpHeaders());
    }

    /// Such as a NUL in a text, which no database can compare with.
    @ExceptionHandler
    ResponseEntity<Object> badData(BadDataException e) {
        return answer(
                problem(HttpStatus.BAD_REQUEST, ProblemType.INVALID, "A value can't be stored.", ""),
                new HttpHeaders());
    }

    /// Such as a control character in a header or in a parameter's name, which are looked at when they are read.
    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e) {
        return answer(
                problem(HttpStatus.BAD_REQUEST, null, "A header or a parameter has characters that are not taken.", ""),
                new HttpHeaders());
    }

    /// Tomcat looks at an address's parameters when the first of them is asked for.
    @ExceptionHandler
    ResponseEntity<Object> unreadable(InvalidParameterException e) {
        LOG.debug("The parameters of an address can't be read", e);
        return answer(
                problem(
                        HttpStatus.BAD_REQUEST,
                        ProblemType.INVALID,
                        "The address has parameters that can't be read: each % needs two hexadecimal digits, and what"
                                + " they make must be UTF-8.",
                        ""),
                new HttpHeaders());
    }

    @ExceptionHandler(DatabaseUnavailableException.class)
    ResponseEntity<Object> unavailable() {
        return busy();
    }

    /// What is answered while the hub can't store anything.
    public static ResponseEntity<Object> busy() {
        String detail = "The hub can't reach its database just now; send the same again.";
        return answer(ProblemException.busy(detail, Duration.ofSeconds(1)));
    }

    /// The same again would fail again.
    @ExceptionHandler
    ResponseEntity<Object> damaged(DatabaseDamagedException e) {
        LOG.debug("A request met damage of the database", e);
        String detail = "The hub's database is damaged; its operator must restore it.";
        return answer(problem(HttpStatus.INTERNAL_SERVER_ERROR, null, detail, ""), new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLarge(TooLargeException e) {
        return answer(problem(HttpStatus.CONTENT_TOO_LARGE, null, "The body is too large.", ""), new HttpHeaders());
    }

    /// Where the connection broke nobody reads an answer. An answer that has begun must not look whole.
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> failed(IOException e, HttpServletResponse response) throws IOException {
        if (e instanceof BadRequestException || e instanceof AsyncRequestNotUsableException) {
            LOG.debug("A connection broke while a request was read or answered", e);
            return null;
        }
        if (response.isCommitted()) {
            throw e;
        }
        return fault(e);
    }

    @ExceptionHandler
    ResponseEntity<Object> fault(Exception e) {
        LOG.error("A request failed by a fault of the hub", e);
        return answer(
                problem(HttpStatus.INTERNAL_SERVER_ERROR, null, "The hub has a fault; see its log.", ""),
                new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargeException large) {
                return tooLarge(large);
            }
        }
        return e.getCause() instanceof JacksonException json
                ? invalid(JsonCodec.problem(json))
                : invalid(new InvalidMessageException("body", "must be given"));
    }

    /// All that Spring itself refuses: its headers, but our words.
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        if (known.is5xxServerError()) {
            LOG.error("A request failed by a fault of the hub", e);
        }
        String field = switch (e) {
            case MethodArgumentTypeMismatchException mismatch -> mismatch.getName();
            case TypeMismatchException mismatch -> Objects.requireNonNullElse(mismatch.getPropertyName(), "");
            case MissingServletRequestParameterException missing -> missing.getParameterName();
            default -> "";
        };
        return answer(
                problem(known, field.isEmpty() ? null : ProblemType.INVALID, detail(known, field), field), headers);
    }

    private static String detail(HttpStatus status, String field) {
        if (!field.isEmpty()) {
            return "The field is missing or of the wrong type.";
        }
        return switch (status) {
            case NOT_FOUND -> "There is nothing at this path.";
            case METHOD_NOT_ALLOWED -> "This path does not take the method.";
            case NOT_ACCEPTABLE -> "The answer can't be had in a format that is accepted.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body is of a type that this path does not take.";
            default -> "";
        };
    }

    static ProblemDetail problem(HttpStatus status, @Nullable ProblemType type, String detail, String field) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setType(type == null ? BLANK : type.uri());
        if (!detail.isEmpty()) {
            problem.setDetail(detail);
        }
        if (!field.isEmpty()) {
            problem.setProperty("field", field);
        }
        return problem;
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
