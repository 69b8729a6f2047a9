package io.omnihub.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Tells the hub that runs on a data folder what to do.
public final class ControlClient {

    private ControlClient() {}

    /// @param line a command's name and its argument
    /// @return what the hub told
    /// @throws RefusedException where no hub can be reached, or it refuses
    public static String call(Path data, String line) {
        String answer;
        try (SocketChannel hub = SocketChannel.open(UnixDomainSocketAddress.of(data.resolve(Control.FILE)))) {
            hub.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            answer = new String(Channels.newInputStream(hub).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new RefusedException("no hub runs on " + data + " that can be reached (" + e.getMessage() + ")");
        }
        if (answer.isEmpty()) {
            throw new RefusedException("the hub ended before it was done");
        }
        if (!answer.startsWith(Control.DONE)) {
            throw new RefusedException(answer.substring(Math.min(answer.length(), Control.REFUSED.length())));
        }
        return answer.substring(Control.DONE.length());
    }
}
