package io.omnihub.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What visitors may upload.
///
/// @param unnamedFor      how long a file waits for a message that names it
/// @param dailyPerVisitor what one may upload on a day
/// @param dailyPerAddress the same for all of an address
/// @param dailyPerSite    the same for all of a site
@ConfigurationProperties("omnihub.uploads")
record UploadProperties(
        @DefaultValue("30m") Duration unnamedFor,
        @DefaultValue("100MB") DataSize dailyPerVisitor,
        @DefaultValue("500MB") DataSize dailyPerAddress,
        @DefaultValue("5GB") DataSize dailyPerSite) {

    UploadProperties {
        if (!unnamedFor.isPositive() || unnamedFor.compareTo(Uploads.USABLE) > 0) {
            throw new IllegalArgumentException("omnihub.uploads.unnamed-for must be positive, and at most 23h");
        }
    }
}
