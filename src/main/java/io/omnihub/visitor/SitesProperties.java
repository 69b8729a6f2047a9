package io.omnihub.visitor;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The sites as configured.
///
/// @param sites by the key that stands in the site's pages, which is also the id of its inbox
@ConfigurationProperties("omnihub")
public record SitesProperties(@DefaultValue Map<String, SiteProperties> sites) {}
