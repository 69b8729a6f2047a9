package io.omnihub.simulator.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and the certificate that its owner made for himself, as companies have them for their own mail servers.
public final class SelfSigned {

    private static final String PASSWORD = "changeit";

    private final SSLContext context;
    private final Path pem;

    /// @param folder where its files lie
    /// @param name   whose it is, as the certificate says: `ip:127.0.0.1`, `dns:mail.example.com`
    public SelfSigned(Path folder, String name) {
        String file = name.replaceAll("[^a-z0-9]", "-");
        Path store = folder.resolve(file + ".p12");
        pem = folder.resolve(file + ".pem");
        String[] kept = {"-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "mail"};
        keytool(kept, "-genkeypair", "-keyalg", "EC", "-dname", "CN=mail", "-ext", "san=" + name, "-validity", "30");
        keytool(kept, "-exportcert", "-rfc", "-file", pem.toString());
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String[] kept, String... what) {
        String[] command = new String[1 + what.length + kept.length];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(what, 0, command, 1, what.length);
        System.arraycopy(kept, 0, command, 1 + what.length, kept.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + what[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The certificate, for whoever is to trust it.
    public Path pem() {
        return pem;
    }

    SSLContext context() {
        return context;
    }
}
