package io.omnihub.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/// What a program can tell errors apart by, beyond their status.
public enum ProblemType {
    INVALID(HttpStatus.BAD_REQUEST, "a field or parameter breaks a rule; `field` names it"),
    BUSY(
            HttpStatus.SERVICE_UNAVAILABLE,
            "the hub can't reach its database just now; send the same again after `Retry-After`"),
    OVERLOADED(
            HttpStatus.SERVICE_UNAVAILABLE,
            "the hub has too much to do and has given this up for a while; send the same again after `Retry-After`"),
    KEY_CONFLICT(HttpStatus.CONFLICT, "the idempotency key was used before, with another body"),
    STALE(HttpStatus.CONFLICT, "the session has changed since `expectedRevision`"),
    WRONG_STATUS(HttpStatus.CONFLICT, "the state of the thing does not allow this"),
    UNKNOWN(HttpStatus.NOT_FOUND, "something that the command names does not exist"),
    WINDOW_CLOSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "the channel takes no reply until the contact says something again, or no longer lets a message be changed"),
    NOT_CAPABLE(HttpStatus.UNPROCESSABLE_CONTENT, "the channel can't send this, or the account can't take it"),
    NAME_TAKEN(HttpStatus.CONFLICT, "there is something of this name already"),
    DEAD(HttpStatus.UNPROCESSABLE_CONTENT, "the engine could not take the command, and never will"),
    REPLAY_FAILED(HttpStatus.UNPROCESSABLE_CONTENT, "the dead letter could not be processed this time either"),
    LOAD_ANEW(HttpStatus.GONE, "what has changed since then can't be told any more; load everything anew"),
    INFECTED(HttpStatus.UNPROCESSABLE_CONTENT, "the virus scanner found something in the file"),
    CSRF(HttpStatus.FORBIDDEN, "a request with the cookie lacks the header `X-CSRF-Token`, or comes from another site"),
    PASSWORD_CHANGE_NEEDED(HttpStatus.FORBIDDEN, "the first password must be changed before anything else"),
    TOO_MANY(
            HttpStatus.TOO_MANY_REQUESTS,
            "a visitor, or an address, has sent or holds too much; send the same again after `Retry-After`"),
    TOO_MANY_TRIES(
            HttpStatus.TOO_MANY_REQUESTS, "too many passwords were wrong; none is looked at before `Retry-After`");

    private final HttpStatus status;
    private final String meaning;

    ProblemType(HttpStatus status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public HttpStatus status() {
        return status;
    }

    public String meaning() {
        return meaning;
    }

    public URI uri() {
        return URI.create(
                "urn:omnihub:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
