package io.omnihub.bound;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Bounds how many requests of one caller are served at once that come by a proxy, whose connections tell nothing.
final class CrowdValve extends ValveBase {

    private static final String RETRY_SECONDS = "5";

    private final Holdings requests;
    private final Addresses addresses;

    CrowdValve(Holdings requests, Addresses addresses) {
        super(true);
        this.requests = requests;
        this.addresses = addresses;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!addresses.isProxy(request.getPeerAddr())) {
            getNext().invoke(request, response);
            return;
        }
        Optional<Holdings.Hold> place = requests.take(Addresses.group(request.getRemoteAddr()));
        if (place.isEmpty()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
            return;
        }
        try {
            getNext().invoke(request, response);
        } finally {
            place.get().close();
        }
    }
}
