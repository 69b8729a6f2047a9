package io.omnihub.trace;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where traces go.
///
/// @param endpoint of an OpenTelemetry collector, by OTLP over HTTP; empty for no traces
/// @param share    how many of all ways are sampled, from 0 to 1
/// @param service  the name of this installation
/// @param authorization what the collector wants as the header `Authorization`; empty for none
@ConfigurationProperties("omnihub.tracing")
record TracingProperties(
        @DefaultValue("") String endpoint,
        @DefaultValue("0.01") double share,
        @DefaultValue("omnihub") String service,
        @DefaultValue("") String authorization) {

    TracingProperties {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("omnihub.tracing.share must be between 0 and 1");
        }
        if (!endpoint.isEmpty() && !isAddress(endpoint)) {
            throw new IllegalArgumentException(
                    "omnihub.tracing.endpoint must be an address such as http://collector:4318/v1/traces");
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "TracingProperties[" + endpoint + ", " + share + "]";
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
