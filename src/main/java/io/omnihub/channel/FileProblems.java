package io.omnihub.channel;

import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.omnihub.web.Problems;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers where a file can't be stored or read.
@RestControllerAdvice
@Order(0)
final class FileProblems {

    private static final Logger LOG = LoggerFactory.getLogger(FileProblems.class);

    @ExceptionHandler
    ResponseEntity<Object> noSpace(BlobsUnavailableException e) {
        LOG.debug("A file can't be stored or read now", e);
        String detail = "The hub can't store or read files just now; send the same again.";
        return Problems.answer(ProblemException.busy(detail, Duration.ofSeconds(10)));
    }

    @ExceptionHandler(InfectedFileException.class)
    ResponseEntity<Object> infected() {
        return Problems.answer(new ProblemException(ProblemType.INFECTED, "The virus scanner refuses the file."));
    }

    @ExceptionHandler(ScannerUnavailableException.class)
    ResponseEntity<Object> unscanned() {
        String detail = "The virus scanner does not answer just now; send the same again.";
        return Problems.answer(ProblemException.busy(detail, Duration.ofSeconds(5)));
    }
}
