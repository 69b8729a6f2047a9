package io.omnihub.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the log is kept.
///
/// @param url            a JDBC URL of PostgreSQL; empty for SQLite in the data directory
/// @param poolSize       connections to PostgreSQL, or SQLite's readers
/// @param requireDurable refuse to start on a PostgreSQL that answers before a commit is on disk
@ConfigurationProperties("omnihub.database")
public record DatabaseProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("8") int poolSize,
        @DefaultValue("true") boolean requireDurable) {

    @Override
    public String toString() {
        return "DatabaseProperties[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
}
