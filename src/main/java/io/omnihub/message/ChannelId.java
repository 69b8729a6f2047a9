package io.omnihub.message;

/// The name of a kind of outside system: `wechat`, `email`, `web`.
public record ChannelId(String value) {

    public ChannelId {
        Check.slug("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
