package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blobs in a bucket of a server that speaks S3.
final class S3ShelfTests implements BlobCases {

    private static final String BUCKET = "omnihub";

    @TempDir
    private static Path data;

    private static Process server;
    private static S3Shelf shelf;

    @BeforeAll
    static void open() throws IOException {
        int port = ChildJvm.freePort();
        String jar = Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .filter(each -> each.matches(".*s3mock-[0-9.]+-exec\\.jar"))
                .findFirst()
                .orElseThrow();
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar,
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.httpPort=" + port,
                        "--com.adobe.testing.s3mock.vectors.httpPort=" + ChildJvm.freePort(),
                        "--com.adobe.testing.s3mock.vectors.httpsPort=" + ChildJvm.freePort(),
                        "--com.adobe.testing.s3mock.store.root=" + data.resolve("s3"),
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("s3.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException _) {
                return false;
            }
        });
        shelf = new S3Shelf(properties("http://127.0.0.1:" + port));
    }

    @AfterAll
    static void close() {
        shelf.close();
        server.destroyForcibly();
    }

    @Override
    public BlobStore blobs() throws IOException {
        return new BlobStore(data.resolve("staging"), shelf, Clock.systemUTC(), new VirusScanner(""));
    }

    @Override
    public BlobStore broken() throws IOException {
        return new BlobStore(
                data.resolve("staging"),
                new S3Shelf(properties("http://127.0.0.1:" + ChildJvm.freePort())),
                Clock.systemUTC(),
                new VirusScanner(""));
    }

    @Test
    void aBucketWithoutItsKeysIsRefused() {
        assertThatThrownBy(() -> new BucketProperties(BUCKET, "", "us-east-1", "", "", true))
                .hasMessageContaining("omnihub.media.bucket.access-key");
    }

    private static BucketProperties properties(String endpoint) {
        return new BucketProperties(BUCKET, endpoint, "us-east-1", "an-account", "a-secret", true);
    }
}
