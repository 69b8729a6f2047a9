package io.omnihub.conversation;

import io.omnihub.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers while the engine takes nothing.
@RestControllerAdvice
@Order(0)
final class ConversationProblems {

    @ExceptionHandler(BusyException.class)
    ResponseEntity<Object> busy() {
        return Problems.busy();
    }
}
