package io.omnihub.desk;

import io.omnihub.message.InvalidMessageException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a query that names a parameter twice: two readers could read it differently.
final class QueryCheck implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query == null) {
            return true;
        }
        Set<String> names = new HashSet<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty() && !names.add(name(pair))) {
                throw new InvalidMessageException("query", "must not name a parameter twice");
            }
        }
        return true;
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        try {
            return URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new InvalidMessageException("query", "must be well-formed");
        }
    }
}
