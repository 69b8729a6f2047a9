package io.omnihub.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.BadFrameException;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, from its opening to its end. What is sent to the client may come from any thread; all else happens
/// on the connection's event loop.
final class Socket extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Services services;
    private final Handshake handshake;
    private final Channel channel;
    private final Outbox outbox;
    private final Pushes pushes;
    private final FrameQueue frames;
    private final Arrivals arrivals;
    private final long opened = System.nanoTime();
    private volatile @Nullable Party party;
    private long heard = opened;
    private long beaten = opened;
    private boolean closing;

    Socket(Services services, Handshake handshake, Channel channel, Outbox outbox) {
        this.services = services;
        this.handshake = handshake;
        this.channel = channel;
        this.outbox = outbox;
        this.pushes = new Pushes(channel, handshake.codec(), services.meters(), () -> outbox.wake(this));
        this.frames = new FrameQueue(this, channel);
        this.arrivals = new Arrivals(this, services.connections().bytes(handshake.address()));
    }

    Handshake handshake() {
        return handshake;
    }

    /// Who is at the other end; so long as nobody knows, this connection alone.
    String who() {
        Party known = party;
        return known == null ? channel.id().asShortText() : known.who();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    @Nullable
    Party party() {
        return party;
    }

    /// Sends a frame soon.
    void push(ServerFrame frame) {
        push(new EncodedFrame(frame));
    }

    void push(EncodedFrame frame) {
        pushes.push(frame, null, 0);
    }

    /// Sends an entry soon, as the watch allows.
    void push(EncodedFrame frame, Watch watch, long sequence) {
        pushes.push(frame, watch, sequence);
    }

    /// Sends what has come since the past ended.
    void begin(Watch watch, long upTo) {
        write(watch.begin(upTo));
    }

    /// Sends an answer about the past, and then what has come since.
    void begin(Watch watch, ServerFrame past, long upTo) {
        List<EncodedFrame> all = new ArrayList<>(List.of(new EncodedFrame(past)));
        all.addAll(watch.begin(upTo));
        write(all);
    }

    /// Sends the welcome, before all that waits.
    void greet(ServerFrame welcome) {
        pushes.greet(new EncodedFrame(welcome));
    }

    /// Writes all that waits.
    void drain() {
        if (!closing) {
            pushes.drain();
        }
    }

    private void write(List<EncodedFrame> all) {
        if (!closing) {
            pushes.write(all);
        }
    }

    /// A sign of the client.
    void heard() {
        heard = System.nanoTime();
    }

    /// Closes it from any thread.
    void end(CloseCode code, String reason) {
        outbox.loop().execute(() -> close(code, reason));
    }

    void close(CloseCode code, String reason) {
        if (closing) {
            return;
        }
        drain();
        closing = true;
        services.meters().closed(code);
        channel.config().setAutoRead(false);
        channel.writeAndFlush(new CloseWebSocketFrame(code.status(), reason)).addListener(ChannelFutureListener.CLOSE);
        var _ = outbox.loop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        FAREWELL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Tells why, and closes.
    void refuse(CloseCode code, String error, String reason, String field) {
        drain();
        write(List.of(new EncodedFrame(new ServerFrame.Failure(error, reason, field))));
        close(code, error);
    }

    /// Does what may block on a thread of its own; frames that come in the meantime wait.
    <T> void work(Callable<T> blocking, Consumer<T> then, Consumer<InvalidMessageException> refused) {
        frames.work(blocking, then, refused);
    }

    /// Looks after the deadlines.
    void tick(long now) {
        Party known = party;
        if (closing) {
            return;
        }
        if (known == null && now - opened > services.properties().helloWithin().toNanos()) {
            close(CloseCode.TOO_LATE, "No hello came in time.");
        } else if (now - heard > services.properties().silence().toNanos()
                || arrivals.isLate(now, services.properties().helloWithin().toNanos())) {
            close(CloseCode.TOO_LATE, "Nothing was heard for too long.");
        } else if (known != null
                && now - beaten > services.properties().heartbeat().toNanos()) {
            beaten = now;
            push(known.heartbeat());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!closing && message instanceof WebSocketFrame frame) {
                read(context, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable()) {
            close(CloseCode.TOO_SLOW, "Too much waits for you.");
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        pushes.clear();
        outbox.remove(this);
        services.connections().remove(this);
        services.meters().gone(handshake.endpoint());
        Party known = party;
        if (known != null) {
            known.gone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case TooLongFrameException _
            when !(cause instanceof CorruptedWebSocketFrameException) ->
                close(CloseCode.TOO_LARGE, "The frame is too large.");
            // The decoder has told the client already.
            case CorruptedWebSocketFrameException _ -> closing = true;
            // The client went, maybe in the middle of a frame.
            case PrematureChannelClosureException _ -> closing = true;
            case IOException _ -> {
                var _ = context.close();
            }
            default -> fail(cause);
        }
    }

    /// Closes it for a fault of the hub.
    void fail(Throwable cause) {
        LOG.error("A connection failed by a fault of the hub", cause);
        var _ = channel.close();
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case PingWebSocketFrame ping -> {
                var _ = context.writeAndFlush(
                        new PongWebSocketFrame(ping.content().retain()));
            }
            case CloseWebSocketFrame close -> {
                closing = true;
                context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            }
            case TextWebSocketFrame _, BinaryWebSocketFrame _ -> {
                services.meters().received();
                if (frame instanceof BinaryWebSocketFrame == handshake.codec().isBinary()) {
                    decode(frame.content());
                } else {
                    close(CloseCode.WRONG_KIND, "The subprotocol has frames of the other kind.");
                }
            }
            default -> {
                // A pong: it was heard.
            }
        }
    }

    private void decode(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        try {
            frames.add(handshake.codec().decode(bytes));
        } catch (BadFrameException e) {
            String clientId = e.clientId();
            if (clientId != null && party != null) {
                push(new ServerFrame.Refused(clientId, "invalid", e.problem(), e.field()));
            } else {
                String code = e.field().equals("type") ? "unknown-frame" : "invalid";
                refuse(CloseCode.BAD_FRAME, code, e.problem(), e.field());
            }
        }
    }

    /// Takes a frame whose turn it is.
    void take(ClientFrame frame) {
        Party known = party;
        switch (frame) {
            case ClientFrame.Hello hello when known == null -> hello(hello);
            case ClientFrame.Hello _ -> refuse(CloseCode.BAD_FRAME, "invalid", "The hello has been said.", "type");
            case ClientFrame.Ping _ -> push(new ServerFrame.Pong());
            default -> {
                if (known == null) {
                    refuse(CloseCode.UNAUTHORISED, "unauthorised", "The first frame must be a hello.", "type");
                } else if (known.may(Operations.of(frame))) {
                    known.take(frame);
                } else if (frame instanceof ClientFrame.CommandOn command) {
                    push(new ServerFrame.Refused(
                            command.clientId(), "forbidden", "This command is not for you.", "command.type"));
                } else {
                    refuse(CloseCode.FORBIDDEN, "forbidden", "This frame is not for you.", "type");
                }
            }
        }
    }

    private void hello(ClientFrame.Hello hello) {
        switch (handshake.endpoint()) {
            case VISITOR -> VisitorParty.admit(this, services, handshake, hello);
            case AGENT -> AgentParty.admit(this, services, hello);
        }
    }

    /// Who it is is known now.
    void admit(Party admitted) {
        party = admitted;
        services.connections().lobby().leave(channel);
        beaten = System.nanoTime();
        if (!channel.isActive()) {
            admitted.gone();
        }
    }

    boolean isOver() {
        return closing;
    }

    /// Counts a frame of a client that nobody knew when it came.
    void count() {
        Duration wait = services.rates().take(this);
        if (wait.isPositive()) {
            close(CloseCode.TOO_MANY, Long.toString(Math.max(1, wait.toMillis())));
        }
    }
}
