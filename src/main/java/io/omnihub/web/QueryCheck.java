package io.omnihub.web;

import io.omnihub.message.InvalidMessageException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a query that names a parameter twice, since two readers could read it differently, or one that the path does
/// not know, since who sends it expects something of it.
final class QueryCheck implements HandlerInterceptor {

    /// A name that an answer may repeat.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final ParameterNameDiscoverer discoverer = new DefaultParameterNameDiscoverer();
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query == null || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        Set<String> unknown = names(query);
        unknown.removeAll(known.computeIfAbsent(method.getMethod(), _ -> parameters(method)));
        if (!unknown.isEmpty()) {
            String plain = unknown.stream()
                    .filter(name -> PLAIN.matcher(name).matches())
                    .collect(Collectors.joining(", "));
            throw new InvalidMessageException(
                    plain.isEmpty() ? "query" : plain, "must not be given: this path does not know it");
        }
        return true;
    }

    private static Set<String> names(String query) {
        Set<String> names = new LinkedHashSet<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty() && !names.add(name(pair))) {
                throw new InvalidMessageException("query", "must not name a parameter twice");
            }
        }
        return names;
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        try {
            return URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new InvalidMessageException("query", "must be well-formed");
        }
    }

    private Set<String> parameters(HandlerMethod method) {
        Set<String> names = new HashSet<>();
        Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .forEach(parameter -> names.add(name(parameter)));
        return names;
    }

    private String name(MethodParameter parameter) {
        @Nullable RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
        if (annotation != null && !annotation.name().isEmpty()) {
            return annotation.name();
        }
        parameter.initParameterNameDiscovery(discoverer);
        return Objects.requireNonNull(parameter.getParameterName());
    }
}
