package io.omnihub.identity;

import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.omnihub.web.Problems;
import java.time.Duration;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers where passwords are guessed.
@RestControllerAdvice
@Order(0)
final class LoginProblems {

    @ExceptionHandler
    ResponseEntity<Object> tooManyTries(TooManyTriesException e) {
        return Problems.answer(ProblemException.later(
                ProblemType.TOO_MANY_TRIES,
                "Too many passwords were wrong; try later.",
                Duration.ofSeconds(e.seconds())));
    }
}
