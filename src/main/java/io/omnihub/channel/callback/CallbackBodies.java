package io.omnihub.channel.callback;

import io.omnihub.bound.Addresses;
import io.omnihub.bound.Holdings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.http.HttpStatus;

/// Reads the bodies of calls whose callers nobody knows yet: each up to a limit, and all that are kept at once up to a
/// part of the heap, of which one address has its part. Nothing is counted that has not come.
final class CallbackBodies {

    private static final int PIECE = 8 * 1024;
    private static final int PART_OF_HEAP = 8;
    private static final int PART_OF_ADDRESS = 4;

    private final int largest;
    private final Holdings kept;

    /// @param largest body, in bytes
    CallbackBodies(int largest) {
        long all = Math.max(largest, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        this.largest = largest;
        this.kept = new Holdings(Math.max(largest, all / PART_OF_ADDRESS), all);
    }

    /// What a call's body holds, to be given back once the call is answered.
    Holdings.Hold open(HttpServletRequest request) {
        return kept.open(Addresses.group(request.getRemoteAddr()));
    }

    /// Reads a call's body.
    ///
    /// @throws RefusedException where it is too large, or too much is kept already
    byte[] read(HttpServletRequest request, Holdings.Hold hold) throws IOException {
        if (request.getContentLengthLong() > largest) {
            throw RefusedException.tooLarge();
        }
        InputStream in = request.getInputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream(PIECE);
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            if (body.size() + count > largest) {
                throw RefusedException.tooLarge();
            }
            if (!hold.more(count)) {
                throw RefusedException.comeAgain();
            }
            body.write(piece, 0, count);
        }
        return body.toByteArray();
    }

    /// The body is not taken, and what is left of it not worth its bytes.
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final HttpStatus status;

        private RefusedException(HttpStatus status) {
            super(status.getReasonPhrase());
            this.status = status;
        }

        private static RefusedException tooLarge() {
            return new RefusedException(HttpStatus.CONTENT_TOO_LARGE);
        }

        private static RefusedException comeAgain() {
            return new RefusedException(HttpStatus.SERVICE_UNAVAILABLE);
        }

        int status() {
            return status.value();
        }

        String title() {
            return status.getReasonPhrase();
        }

        /// The headers of the answer.
        Map<String, String> headers() {
            return status == HttpStatus.SERVICE_UNAVAILABLE
                    ? Map.of("Connection", "close", "Retry-After", CallbackEntrance.RETRY_AFTER)
                    : Map.of("Connection", "close");
        }
    }
}
