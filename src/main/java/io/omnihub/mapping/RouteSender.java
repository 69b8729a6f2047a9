package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.EditsMessages;
import io.omnihub.channel.send.MarksRead;
import io.omnihub.channel.send.PieceSender;
import io.omnihub.channel.send.RecallsMessages;
import io.omnihub.channel.send.ShowsTyping;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/// Makes each call through an endpoint, which is mostly a route that adds what proves us and speaks HTTP.
final class RouteSender implements PieceSender<Piece>, EditsMessages<Piece>, RecallsMessages, ShowsTyping, MarksRead {

    private static final String TENANT = "HubTenant";
    private static final String INBOX = "HubInbox";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int OK = 200;

    private final Mapping mapping;
    private final ProducerTemplate template;
    private final String endpoint;
    private final Blobs blobs;
    private final FileLinks links;

    RouteSender(Mapping mapping, ProducerTemplate template, String endpoint, Blobs blobs, FileLinks links) {
        this.mapping = mapping;
        this.template = template;
        this.endpoint = endpoint;
        this.blobs = blobs;
        this.links = links;
    }

    @Override
    public String send(Call<Piece> call) {
        OutboundMessage message = call.message();
        Map<String, JsonNode> given = new HashMap<>();
        given.put("key", Nodes.of(call.key()));
        given.put("part", Nodes.of(String.valueOf(call.piece())));
        if (call.isFirst() && !message.quoted().isEmpty()) {
            given.put("quoted", Nodes.of(message.quoted()));
        }
        links.link(message.tenant(), message.conversation(), message.sequence(), call.piece())
                .ifPresent(link -> given.put("link", Nodes.of(link)));
        return tell(message, call.content().node(), given, media(call.content()));
    }

    @Override
    public Duration keysKnownFor() {
        return mapping.keysKnownFor();
    }

    @Override
    public void edit(OutboundEdit edit, String externalId, Piece content) {
        tell(edit, content.node(), given(edit.delivery() + "/edit/" + externalId, externalId), media(content));
    }

    @Override
    public void recall(OutboundRecall recall, String externalId) {
        String call = recall.delivery() + "/recall/" + externalId;
        tell(recall, Out.node(recall), given(call, externalId), Optional.empty());
    }

    @Override
    public void type(OutboundTyping typing) {
        Map<String, JsonNode> given =
                Map.of("key", Nodes.of(Call.key(UUID.randomUUID().toString())));
        tell(typing, Out.node(typing), given, Optional.empty());
    }

    @Override
    public void read(OutboundRead read) {
        String call = read.conversation() + "/read/" + read.externalId();
        tell(read, Out.node(read), given(call, read.externalId()), Optional.empty());
    }

    private static Map<String, JsonNode> given(String call, String externalId) {
        return Map.of("key", Nodes.of(Call.key(call)), "externalId", Nodes.of(externalId));
    }

    private static Optional<Media> media(Piece piece) {
        return piece instanceof Piece.Shown shown ? Media.of(shown.content()) : Optional.empty();
    }

    private String tell(Outbound outbound, ObjectNode node, Map<String, JsonNode> given, Optional<Media> media) {
        Request request = mapping.request(outbound, node, given, media);
        return tell(outbound.tenant(), outbound.inbox(), outbound.thread(), request);
    }

    /// Wakes somebody's device, by what `hub:push` gave out.
    void push(Exchange exchange) throws InvalidPayloadException, IOException {
        Message message = exchange.getMessage();
        TenantId tenant = new TenantId(header(message, TENANT));
        InboxId inbox = new InboxId(header(message, INBOX));
        JsonNode push = JSON.readTree(message.getMandatoryBody(byte[].class));
        var _ = tell(tenant, inbox, "", mapping.push(inbox, push, header(message, "webhook-id")));
    }

    private static String header(Message message, String name) {
        return Objects.requireNonNullElse(message.getHeader(name, String.class), "");
    }

    private String tell(TenantId tenant, InboxId inbox, String thread, Request request) {
        Exchange answer = template.send(endpoint, exchange -> fill(exchange, tenant, inbox, thread, request));
        Exception failure = answer.getException();
        if (failure != null) {
            throw failure(failure);
        }
        Message told = answer.getMessage();
        Map<String, String> headers = new HashMap<>();
        told.getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), Objects.toString(value, "")));
        Integer status = told.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return mapping.answer(status == null ? OK : status, headers, bytes(told));
    }

    private void fill(Exchange exchange, TenantId tenant, InboxId inbox, String thread, Request request) {
        Message message = exchange.getMessage();
        request.headers().forEach(message::setHeader);
        message.setHeader(TENANT, tenant.value());
        message.setHeader(INBOX, inbox.value());
        message.setHeader("HubThread", thread);
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        if (!request.call().isEmpty()) {
            message.setHeader(Exchange.HTTP_PATH, request.call());
        }
        if (!request.contentType().isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, request.contentType());
        }
        FileForm form = request.form();
        message.setBody(form == null ? request.body() : form.open(blobs));
    }

    private static byte[] bytes(Message message) {
        if (message.getBody() == null) {
            return new byte[0];
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            return stream == null ? new byte[0] : stream.readNBytes(LARGEST_ANSWER);
        } catch (IOException e) {
            throw new ChannelUnavailableException("the connection to the platform broke", true, e);
        }
    }

    /// What did not reach the platform leaves no doubt; of what broke later nobody knows.
    private static RuntimeException failure(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ChannelRejectedException rejected -> {
                    return rejected;
                }
                case ChannelUnavailableException unavailable -> {
                    return unavailable;
                }
                case ConnectException _, UnknownHostException _, NoRouteToHostException _ -> {
                    return new ChannelUnavailableException("the platform can't be reached", false, failure);
                }
                case IOException _ -> {
                    return new ChannelUnavailableException("the connection to the platform broke", true, failure);
                }
                default -> {}
            }
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("the route to the platform failed", failure);
    }
}
