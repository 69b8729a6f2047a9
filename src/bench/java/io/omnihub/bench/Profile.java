package io.omnihub.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Where the hub's CPU time goes, hop by hop: each sample counts for the innermost frame that names a hop.
///
/// @param file the recording
record Profile(Path file) {

    /// What a frame's class begins with, and the hop that this is.
    private static final Map<String, String> HOPS = new LinkedHashMap<>();

    static {
        HOPS.put("io.omnihub.channel.wechat.WeChatProof", "signature, decryption");
        HOPS.put("io.omnihub.channel.feishu.FeishuProof", "signature, decryption");
        HOPS.put("io.omnihub.channel.callback.CallbackCrypto", "signature, decryption");
        HOPS.put("io.omnihub.channel.callback.CallbackAnswer", "answer");
        HOPS.put("io.omnihub.channel.callback.PassiveAnswering", "answer");
        HOPS.put("io.omnihub.channel.callback.", "entrance of callbacks");
        HOPS.put("io.omnihub.channel.wechat.", "read and adapt");
        HOPS.put("io.omnihub.channel.feishu.", "read and adapt");
        HOPS.put("io.omnihub.channel.fields.", "read and adapt");
        HOPS.put("io.omnihub.store.", "commit");
        HOPS.put("io.omnihub.log.LogAppender", "engine: entries");
        HOPS.put("io.omnihub.log.InboundKeys", "engine: keys");
        HOPS.put("io.omnihub.conversation.ConversationStore", "engine: conversations");
        HOPS.put("io.omnihub.conversation.", "engine: the rest");
        HOPS.put("io.omnihub.buffer.QueueReader", "buffer: feed");
        HOPS.put("io.omnihub.buffer.Window", "buffer: feed");
        HOPS.put("io.omnihub.buffer.BufferFeed", "buffer: feed");
        HOPS.put("io.omnihub.buffer.", "buffer: hand in");
        HOPS.put("io.omnihub.hub.", "buffer: hand in");
        HOPS.put("io.omnihub.delivery.", "readers of the log");
        HOPS.put("io.omnihub.log.", "readers of the log");
        HOPS.put("io.omnihub.wire.JsonFrames", "gateway: read and write JSON");
        HOPS.put("io.omnihub.gateway.", "gateway: conversations and followers");
        HOPS.put("io.netty.", "WebSocket (Netty)");
        HOPS.put("org.apache.activemq.artemis.", "buffer: broker");
        HOPS.put("org.apache.camel.", "Camel");
        HOPS.put("org.springframework.security.", "Spring Security");
        HOPS.put("org.springframework.", "Spring MVC");
        HOPS.put("org.apache.", "HTTP");
        HOPS.put("java.util.concurrent.ForkJoin", "threads");
        HOPS.put("java.lang.VirtualThread", "threads");
    }

    /// The JVM's flags for a recording that counts CPU time, native code too.
    List<String> flags() {
        return List.of(
                "-XX:StartFlightRecording=settings=default,jdk.CPUTimeSample#enabled=true,filename=" + file,
                "-XX:FlightRecorderOptions=stackdepth=256");
    }

    void print() throws IOException {
        Map<String, Integer> hops = new LinkedHashMap<>();
        int all = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
                    hops.merge(hop(event), 1, Integer::sum);
                    all++;
                }
            }
        }
        int total = all;
        hops.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(hop -> System.out.printf("%-30s %5.1f %%%n", hop.getKey(), 100.0 * hop.getValue() / total));
    }

    private static String hop(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "the JVM itself";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String hop = hop(frame.getMethod().getType().getName());
            if (hop != null) {
                return hop;
            }
        }
        return "other";
    }

    private static @Nullable String hop(String type) {
        return HOPS.entrySet().stream()
                .filter(hop -> type.startsWith(hop.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
