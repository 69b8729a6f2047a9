package io.omnihub.client;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// A folder with a file for each text: private to the app, such as a folder below `getFilesDir()` on Android. One
/// client has it at a time.
public final class FileStore implements Store {

    private static final String KEPT = ".json";
    private static final String BEING_WRITTEN = ".new";

    private final File folder;

    public FileStore(File folder) throws IOException {
        if (!folder.isDirectory() && !folder.mkdirs()) {
            throw new IOException("can't make the folder " + folder);
        }
        this.folder = folder;
        for (File fresh : files()) {
            String name = fresh.getName();
            if (name.endsWith(BEING_WRITTEN)) {
                takeOver(fresh, file(name.substring(0, name.length() - BEING_WRITTEN.length())));
            }
        }
    }

    @Override
    public void put(String name, String text) throws IOException {
        File fresh = new File(folder, name + BEING_WRITTEN);
        try (FileOutputStream out = new FileOutputStream(fresh)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        // Nobody finds half of a text. Windows renames to no name that is taken.
        File file = file(name);
        if (!fresh.renameTo(file) && !(file.delete() && fresh.renameTo(file))) {
            throw new IOException("can't rename " + fresh);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        File file = file(name);
        if (file.exists() && !file.delete()) {
            throw new IOException("can't delete " + file);
        }
    }

    @Override
    public Map<String, String> all() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (File file : files()) {
            String name = file.getName();
            if (name.endsWith(KEPT)) {
                texts.put(name.substring(0, name.length() - KEPT.length()), read(file));
            }
        }
        return texts;
    }

    /// What an earlier process was about to write: it counts where there is nothing else of its name.
    private static void takeOver(File fresh, File file) throws IOException {
        if (file.exists() ? !fresh.delete() : !fresh.renameTo(file)) {
            throw new IOException("can't rename or delete " + fresh);
        }
    }

    private File[] files() throws IOException {
        File[] files = folder.listFiles();
        if (files == null) {
            throw new IOException("can't read the folder " + folder);
        }
        return files;
    }

    private File file(String name) {
        return new File(folder, name + KEPT);
    }

    private static String read(File file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new FileInputStream(file)) {
            byte[] piece = new byte[8192];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
            }
        }
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
