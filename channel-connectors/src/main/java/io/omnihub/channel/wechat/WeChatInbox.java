package io.omnihub.channel.wechat;

import io.omnihub.channel.CallbackCrypto;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inbox;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// An account as configured, with its crypto and its status on the desk.
final class WeChatInbox {

    private final TenantId tenant;
    private final InboxId id;
    private final WeChatProperties.Account account;
    private final ChannelStatuses statuses;
    private final @Nullable CallbackCrypto crypto;

    WeChatInbox(String id, WeChatProperties.Account account, ChannelStatuses statuses) {
        account.check(id);
        this.tenant = new TenantId(account.tenant());
        this.id = new InboxId(id);
        this.account = account;
        this.statuses = statuses;
        String receiver = account.receiverId().isEmpty() ? account.appId() : account.receiverId();
        this.crypto = account.mode() == WeChatProperties.Mode.PLAIN
                ? null
                : new CallbackCrypto(account.encodingAesKey(), receiver, new SecureRandom());
    }

    TenantId tenant() {
        return tenant;
    }

    InboxId id() {
        return id;
    }

    WeChatProperties.Account account() {
        return account;
    }

    /// The crypto of its callbacks; null in plain mode.
    @Nullable
    CallbackCrypto crypto() {
        return crypto;
    }

    Inbox describe(Capabilities capabilities) {
        String name = account.name().isEmpty() ? id.value() : account.name();
        return new Inbox(
                tenant, WeChatChannel.ID, id, name, account.reopenWindow(), account.sendsPerSecond(), capabilities);
    }

    /// The platform just did what we asked.
    void online() {
        statuses.online(tenant, id);
    }

    /// The platform just called us, which says nothing of our own calls.
    void called() {
        if (statuses.of(tenant, id).state() == ChannelStatus.State.UNKNOWN) {
            statuses.online(tenant, id);
        }
    }

    void offline(String reason) {
        statuses.offline(tenant, id, reason);
    }
}
