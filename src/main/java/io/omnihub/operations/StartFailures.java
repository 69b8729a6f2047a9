package io.omnihub.operations;

import io.omnihub.store.FolderInUseException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.sqlite.SQLiteException;

/// Says in a sentence why the hub does not start, and in another one what to do, wherever an operator can do something
/// about it.
final class StartFailures implements FailureAnalyzer, Ordered {

    private static final String DATA = "omnihub.data";

    private final Environment environment;

    StartFailures(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis found = explain(cause);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private @Nullable FailureAnalysis explain(Throwable cause) {
        String message = Objects.toString(cause.getMessage(), "");
        return switch (cause) {
            case FolderInUseException used ->
                say(used, message, "Stop the other process, or give this one a folder of its own: " + DATA);
            case PortInUseException taken -> portTaken(taken);
            case SQLiteException sqlite ->
                say(
                        sqlite,
                        "The database in the data folder can't be used: " + sqlite.getResultCode().message,
                        "Let the hub's account write to the folder and all files in it: " + DATA);
            case SQLException sql -> postgres(sql);
            case UncheckedIOException io
            when io.getCause() instanceof FileSystemException file ->
                say(
                        file,
                        message + ": " + reason(file),
                        "Let the hub's account use it, or choose another folder"
                                + (message.startsWith("The data folder") ? ": " + DATA : ""));
            case FileSystemException file ->
                say(
                        file,
                        file.getFile() + " can't be used: " + reason(file),
                        "Let the hub's account read and write it, or choose another folder");
            case RuntimeException refusal
            when message.startsWith("omnihub.") ->
                say(refusal, message, "Change the setting; docs/configuration.md tells what it may be");
            case IllegalStateException unsafe
            when message.startsWith("PostgreSQL is not safe to use") ->
                say(unsafe, message, "docs/configuration.md tells how the server must be set up");
            default -> null;
        };
    }

    private FailureAnalysis portTaken(PortInUseException taken) {
        String port = Integer.toString(taken.getPort());
        String setting = port.equals(environment.getProperty("omnihub.gateway.port", "8081"))
                ? "omnihub.gateway.port"
                : port.equals(environment.getProperty("management.server.port", ""))
                        ? "management.server.port"
                        : "server.port";
        return say(
                taken,
                "The port " + port + " is taken by another program",
                "Stop that program, or choose another port: " + setting);
    }

    /// The class of the state tells enough; what the server says may quote the data.
    private static @Nullable FailureAnalysis postgres(SQLException failure) {
        String state = Objects.toString(failure.getSQLState(), "");
        if (state.startsWith("28")) {
            return say(
                    failure,
                    "PostgreSQL refuses the user or the password",
                    "Correct omnihub.database.user and omnihub.database.password");
        }
        if (state.startsWith("08")) {
            return say(
                    failure,
                    "PostgreSQL can't be reached",
                    "Start it, or correct the host and port in omnihub.database.url");
        }
        return state.equals("3D000")
                ? say(
                        failure,
                        "PostgreSQL has no such database",
                        "Create it, or correct its name in omnihub.database.url")
                : null;
    }

    private static String reason(FileSystemException file) {
        return file instanceof AccessDeniedException
                ? "permission denied"
                : Objects.toString(file.getReason(), file.getClass().getSimpleName());
    }

    private static FailureAnalysis say(Throwable cause, String what, String action) {
        return new FailureAnalysis(what + ".", action + ".", cause);
    }
}
