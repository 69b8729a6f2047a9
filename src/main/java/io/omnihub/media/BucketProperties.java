package io.omnihub.media;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// A bucket for blobs.
///
/// @param name      empty for files in the data folder
/// @param endpoint  of what speaks S3; empty for Amazon's own
/// @param pathStyle whether the bucket's name goes into the path, and not into the host's name
@ConfigurationProperties("omnihub.media.bucket")
public record BucketProperties(
        @DefaultValue("") String name,
        @DefaultValue("") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("true") boolean pathStyle) {

    public BucketProperties {
        if (!name.isEmpty() && (accessKey.isEmpty() || secretKey.isEmpty())) {
            throw new IllegalArgumentException(
                    "omnihub.media.bucket.access-key and secret-key must be given with a name");
        }
        if (!endpoint.isEmpty()) {
            String scheme = URI.create(endpoint).getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                throw new IllegalArgumentException("omnihub.media.bucket.endpoint must be an address, https://host");
            }
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "BucketProperties[" + name + ", " + endpoint + "]";
    }
}
