package io.omnihub.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of what speaks S3. What its server has acknowledged is there for good; it checks the bytes by their
/// SHA-256.
/// Only this names Amazon's client, which is loaded with it.
///
/// S3 can't put aside, nor delete what was not written since. So who removes a blob says so first, by a mark beside it,
/// and does it at once or not at all; who has placed one looks whether it is there and nobody is about to remove it.
/// Whichever comes first, the blob stays.
final class S3Shelf implements Shelf, AutoCloseable {

    private static final String BLOBS = "blobs/";
    private static final String MARKS = "removing/";

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// A remover that takes longer gives up.
    private static final Duration REMOVING = Duration.ofSeconds(5);

    /// A mark that is older was left by a crash, however wrong clocks are by some seconds.
    private static final Duration LEFT = Duration.ofMinutes(1);

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String bucket;

    S3Shelf(BucketProperties properties) {
        bucket = properties.name();
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(settings -> settings.apiCallTimeout(LONGEST))
                .region(Region.of(properties.region()))
                .forcePathStyle(properties.pathStyle())
                // Others than Amazon don't know what is newer; the SHA-256 is given by us.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(properties.accessKey(), properties.secretKey())));
        if (!properties.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(properties.endpoint()));
        }
        client = builder.build();
    }

    @Override
    public void place(Path file, String blob, long size) throws IOException {
        long end = System.nanoTime() + LEFT.toNanos();
        put(file, blob);
        while (isMarked(blob) || find(BLOBS + blob).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("the blob " + blob + " does not stay in the bucket");
            }
            try {
                Thread.sleep(MOMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a blob was stored", e);
            }
            if (!isMarked(blob)) {
                put(file, blob);
            }
        }
    }

    @Override
    public long size(String blob) throws IOException {
        return known(blob).contentLength();
    }

    @Override
    public InputStream open(String blob) throws IOException {
        known(blob);
        return asking(() -> client.getObject(get -> get.bucket(bucket).key(BLOBS + blob)));
    }

    @Override
    public List<String> storedBefore(Instant time) throws IOException {
        return asking(
                () -> client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(BLOBS)).contents().stream()
                        .filter(object -> object.lastModified().isBefore(time))
                        .map(S3Object::key)
                        .map(key -> key.substring(BLOBS.length()))
                        .filter(name -> BlobStore.HASH.matcher(name).matches())
                        .toList());
    }

    @Override
    public boolean remove(String blob, Instant before, BooleanSupplier wanted) throws IOException {
        long end = System.nanoTime() + REMOVING.toNanos();
        asking(() -> client.putObject(put -> put.bucket(bucket).key(MARKS + blob), RequestBody.empty()));
        try {
            boolean old = find(BLOBS + blob)
                    .filter(found -> found.lastModified().isBefore(before))
                    .isPresent();
            boolean useless = old && !wanted.getAsBoolean() && System.nanoTime() < end;
            if (useless) {
                asking(() -> client.deleteObject(delete -> delete.bucket(bucket).key(BLOBS + blob)));
            }
            return useless;
        } finally {
            asking(() -> client.deleteObject(delete -> delete.bucket(bucket).key(MARKS + blob)));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void put(Path file, String blob) throws IOException {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob));
        asking(() -> client.putObject(
                put -> put.bucket(bucket).key(BLOBS + blob).checksumSHA256(checksum), RequestBody.fromFile(file)));
    }

    private boolean isMarked(String blob) throws IOException {
        return find(MARKS + blob)
                .filter(mark -> mark.lastModified().isAfter(Instant.now().minus(LEFT)))
                .isPresent();
    }

    private HeadObjectResponse known(String blob) throws IOException {
        return find(BLOBS + blob).orElseThrow(() -> new NoSuchFileException(blob));
    }

    private Optional<HeadObjectResponse> find(String key) throws IOException {
        try {
            return Optional.of(client.headObject(head -> head.bucket(bucket).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new IOException(e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static <T> T asking(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
