package io.omnihub.media;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.channel.ScannerUnavailableException;
import io.omnihub.loop.Trouble;
import io.omnihub.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blobs by their SHA-256. Bytes are gathered in a file, and come to where blobs lie when all of them are on the disk
/// and nothing was found in them.
final class BlobStore implements Blobs {

    private static final Logger LOG = LoggerFactory.getLogger(BlobStore.class);
    static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK = 64 * 1024;

    /// Nobody writes one blob for longer; what is older was left by a crash.
    private static final Duration OLDEST_UNFINISHED = Duration.ofDays(1);

    private final Trouble trouble = new Trouble(LOG, "Storing and reading files");
    private final Trouble scannerTrouble = new Trouble(LOG, "Asking the virus scanner");
    private final Shelf shelf;
    private final Path unfinished;
    private final Clock clock;
    private final VirusScanner scanner;
    private final Quarantine quarantine;

    /// Blobs as files of a folder.
    BlobStore(Path root, Clock clock, VirusScanner scanner) throws IOException {
        this(root, new FileShelf(root, clock), clock, scanner);
    }

    /// @param root where bytes lie until they are whole
    BlobStore(Path root, Shelf shelf, Clock clock, VirusScanner scanner) throws IOException {
        this.shelf = shelf;
        this.unfinished = root.resolve("unfinished");
        this.clock = clock;
        this.scanner = scanner;
        this.quarantine = new Quarantine(root.resolve("quarantine"));
        Files.createDirectories(unfinished);
        clean();
    }

    @Override
    public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
        Path file = unfinished.resolve(UUID.randomUUID().toString());
        try {
            MessageDigest digest = sha256();
            long size = write(bytes, file, digest, most);
            String blob = HexFormat.of().formatHex(digest.digest());
            refuseInfected(file, blob);
            onDisk(() -> shelf.place(file, blob, size));
            trouble.worked();
            return Media.stored(blob, contentType, size, fileName);
        } finally {
            discard(file);
        }
    }

    @Override
    public long size(String blob) throws IOException {
        try {
            return shelf.size(known(blob));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public InputStream open(String blob) throws IOException {
        try {
            return shelf.open(known(blob));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /// The blobs that were stored, or stored again, before a time.
    List<String> storedBefore(Instant time) throws IOException {
        return shelf.storedBefore(time);
    }

    /// Removes a blob that was last stored before a time, unless it turns out to be wanted.
    ///
    /// @return whether it was removed
    boolean remove(String blob, Instant before, BooleanSupplier wanted) throws IOException {
        return shelf.remove(blob, before, wanted);
    }

    private void refuseInfected(Path file, String blob) throws IOException {
        Optional<String> virus = scan(file);
        if (virus.isPresent()) {
            quarantine.take(file, blob);
            LOG.warn("The virus scanner found {} in a file, which is quarantined as {}", virus.get(), blob);
            throw new InfectedFileException(virus.get());
        }
    }

    private Optional<String> scan(Path file) throws IOException {
        try {
            Optional<String> virus = scanner.scan(file);
            scannerTrouble.worked();
            return virus;
        } catch (ScannerUnavailableException e) {
            scannerTrouble.failed(e);
            throw e;
        }
    }

    /// Only what the sender's stream throws comes through as it is.
    private long write(InputStream bytes, Path file, MessageDigest digest, long most) throws IOException {
        try (FileChannel channel = create(file)) {
            byte[] chunk = new byte[CHUNK];
            long size = 0;
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                size += read;
                if (size > most) {
                    throw new IOException("more than " + most + " bytes");
                }
                digest.update(chunk, 0, read);
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, read);
                onDisk(() -> {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                });
            }
            onDisk(() -> channel.force(true));
            return size;
        }
    }

    private FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void onDisk(DiskWork work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private BlobsUnavailableException unavailable(IOException cause) {
        BlobsUnavailableException unavailable = new BlobsUnavailableException(cause);
        trouble.failed(unavailable);
        return unavailable;
    }

    /// What is left behind goes at a later start.
    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("An unfinished file can't be removed now", e);
        }
    }

    /// Something done with a file.
    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    private static String known(String blob) throws NoSuchFileException {
        if (!HASH.matcher(blob).matches()) {
            throw new NoSuchFileException("a blob that is no SHA-256");
        }
        return blob;
    }

    private void clean() throws IOException {
        FileTime oldest = FileTime.from(clock.instant().minus(OLDEST_UNFINISHED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
