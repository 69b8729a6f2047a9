package io.omnihub.channel.declared;

import io.omnihub.channel.ChannelAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An inbox of a declared channel, as its file says.
///
/// @param secrets    by name; several values of one where it is being changed, the first of which is used to sign
/// @param properties by name: whatever its routes need to know of it
public record DeclaredAccount(
        String tenant,
        String name,
        Duration reopenWindow,
        int sendsPerSecond,
        Map<String, List<String>> secrets,
        Map<String, String> properties)
        implements ChannelAccount {

    public DeclaredAccount {
        secrets = Map.copyOf(secrets);
        properties = Map.copyOf(properties);
    }

    /// The values of a secret that are valid now.
    ///
    /// @throws IllegalStateException where the file has none of that name
    public List<String> secret(String secret) {
        List<String> values = secrets.get(secret);
        if (values == null) {
            throw new IllegalStateException("the inbox has no secret " + secret);
        }
        return values;
    }

    /// @throws IllegalStateException where the file has none of that name
    public String property(String property) {
        String value = properties.get(property);
        if (value == null) {
            throw new IllegalStateException("the inbox has no property " + property);
        }
        return value;
    }

    @Override
    public void check(String prefix) {
        // Only its routes know what it needs.
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "DeclaredAccount[" + tenant + ", " + name + "]";
    }
}
