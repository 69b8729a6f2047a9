package io.omnihub.media;

import io.omnihub.web.ProblemException;
import io.omnihub.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers where strangers send more than they may.
@RestControllerAdvice
@Order(0)
final class QuotaProblems {

    @ExceptionHandler
    ResponseEntity<Object> tooMuch(QuotaException e) {
        return Problems.answer(ProblemException.tooMany("Too many files were sent today.", e.pause()));
    }
}
