package io.omnihub.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The bare parts beside the gateway: a WebSocket server that carries visitors' messages to agents and back, and stores
/// nothing, or first writes each to a file that is synced for all that came together.
public final class RelayMain {

    private static final int LARGEST_FRAME = 1 << 16;

    private final Channel[] visitors;
    private final Channel[] agents;
    private final @Nullable WriteAhead log;

    private RelayMain(int visitors, int agents, @Nullable WriteAhead log) {
        this.visitors = new Channel[visitors];
        this.agents = new Channel[agents];
        this.log = log;
    }

    /// @param arguments the numbers of visitors and agents, and the file to write, if any; the port is printed
    public static void main(String... arguments) throws IOException {
        WriteAhead log = arguments.length > 2 ? new WriteAhead(Path.of(arguments[2])) : null;
        RelayMain relay = new RelayMain(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), log);
        Channel listening = new ServerBootstrap()
                .group(group(1), group(0))
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new FlushConsolidationHandler(256, true),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_FRAME),
                                        new WebSocketServerProtocolHandler("/", null, false, LARGEST_FRAME),
                                        relay.new Line());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        System.out.println("port " + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    private static EventLoopGroup group(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    }

    private void carry(Channel[] to, int number, TextWebSocketFrame frame) {
        if (log == null) {
            var _ = to[number].writeAndFlush(frame, to[number].voidPromise());
        } else {
            log.add(new Write(frame, to[number]));
        }
    }

    /// A message for somebody, which is written to the file first.
    private record Write(TextWebSocketFrame frame, Channel to) {}

    /// Syncs once for all that has come together.
    private static final class WriteAhead {

        private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
        private final FileChannel file;

        WriteAhead(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Thread.ofPlatform().name("write-ahead").start(this::run);
        }

        void add(Write write) {
            queue.add(write);
        }

        private void run() {
            List<Write> batch = new ArrayList<>();
            try {
                while (true) {
                    batch.add(queue.take());
                    queue.drainTo(batch);
                    ByteBuffer[] parts = batch.stream()
                            .map(write -> write.frame().content().nioBuffer())
                            .toArray(ByteBuffer[]::new);
                    for (ByteBuffer part : parts) {
                        while (part.hasRemaining()) {
                            file.write(part);
                        }
                    }
                    file.force(false);
                    for (Write write : batch) {
                        var _ = write.to()
                                .writeAndFlush(write.frame(), write.to().voidPromise());
                    }
                    batch.clear();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// One client. It says who it is first, `v12` or `a3`; a message names its visitor: `~m12-…`, an answer too:
    /// `~r12-…`.
    private final class Line extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            ByteBuf content = frame.content();
            char kind = (char) content.getByte(0);
            if (kind == '~') {
                int visitor = Marker.number(content, 2);
                boolean message = content.getByte(1) == 'm';
                carry(message ? agents : visitors, message ? visitor % agents.length : visitor, frame.retain());
            } else {
                (kind == 'v' ? visitors : agents)[Marker.number(content, 1)] = context.channel();
                var _ = context.writeAndFlush(new TextWebSocketFrame("welcome"));
            }
        }
    }
}
