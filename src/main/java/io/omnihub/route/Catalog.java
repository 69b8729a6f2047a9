package io.omnihub.route;

import io.omnihub.route.Steps.Endpoint;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.jspecify.annotations.Nullable;

/// What this hub has: components with their options, beans, settings.
final class Catalog {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    private static final Set<String> OURS = Set.of("hub", "callback", "master", "platform");

    /// Where an endpoint is taken from.
    private static final Set<String> TAKING = Set.of("from", "poll", "pollEnrich");

    private final CamelContext camel;
    private final DefaultRuntimeCamelCatalog components = new DefaultRuntimeCamelCatalog();

    Catalog(CamelContext camel) {
        this.camel = camel;
        components.setCamelContext(camel);
    }

    /// What is wrong with an endpoint.
    Optional<String> problem(Endpoint endpoint) {
        String scheme = endpoint.scheme();
        if (!scheme.matches("[a-zA-Z][a-zA-Z0-9+.-]*")) {
            return Optional.of("\"" + endpoint.uri() + "\" names no component");
        }
        try {
            if (camel.getComponent(scheme, true, false) == null) {
                return Optional.of("there is no component " + scheme + ": its jar is not there, or it is misspelt");
            }
        } catch (RuntimeCamelException e) {
            return Optional.of("the component " + scheme + " can't be made: " + cause(e));
        }
        Optional<String> own = OURS.contains(scheme) ? own(scheme, endpoint) : Optional.empty();
        if (own.isPresent() || components.componentJSonSchema(scheme) == null) {
            return own;
        }
        components.start();
        boolean from = TAKING.contains(endpoint.place());
        EndpointValidationResult result = components.validateEndpointProperties(endpoint.whole(), false, from, !from);
        return result.isSuccess() ? Optional.empty() : Optional.of(sentence(scheme, result));
    }

    /// Whoever makes it says best what is wrong with one of the hub's own; nothing comes of it.
    private Optional<String> own(String scheme, Endpoint endpoint) {
        try {
            Objects.requireNonNull(camel.getComponent(scheme))
                    .createEndpoint(camel.resolvePropertyPlaceholders(endpoint.whole()));
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(cause(e));
        }
    }

    private static String cause(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName())
                .replaceAll("\\s+", " ");
    }

    private static String sentence(String scheme, EndpointValidationResult result) {
        StringJoiner sentence = new StringJoiner("; ");
        names(result.getUnknown()).forEach(name -> sentence.add(scheme + " has no option " + name));
        names(result.getRequired()).forEach(name -> sentence.add(scheme + " needs " + name));
        names(result.getNotConsumerOnly()).forEach(name -> sentence.add(scheme + " has no option " + name + " here"));
        names(result.getNotProducerOnly()).forEach(name -> sentence.add(scheme + " has no option " + name + " here"));
        Stream.of(
                        result.getInvalidEnum(),
                        result.getInvalidInteger(),
                        result.getInvalidNumber(),
                        result.getInvalidBoolean(),
                        result.getInvalidDuration(),
                        result.getInvalidReference())
                .filter(Objects::nonNull)
                .forEach(wrong -> wrong.forEach(
                        (name, value) -> sentence.add("the option " + name + " of " + scheme + " can't be " + value)));
        return sentence.length() > 0
                ? sentence.toString()
                : Objects.toString(result.summaryErrorMessage(false), scheme).strip();
    }

    private static Set<String> names(@Nullable Set<String> names) {
        return names == null ? Set.of() : names;
    }

    /// With its placeholders filled in, as far as they have values.
    String resolved(String uri) {
        try {
            return camel.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException _) {
            return uri;
        }
    }

    boolean hasBean(String name) {
        return camel.getRegistry().lookupByName(name) != null;
    }

    /// What is wrong with a placeholder of a text.
    Optional<String> missingSetting(String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            if (!name.startsWith("?") && !resolves(name)) {
                return Optional.of("{{" + name + "}} is no setting that has a value");
            }
        }
        return Optional.empty();
    }

    private boolean resolves(String name) {
        try {
            camel.resolvePropertyPlaceholders("{{" + name + "}}");
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
