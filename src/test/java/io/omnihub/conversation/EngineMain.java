package io.omnihub.conversation;

import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Databases;
import java.util.concurrent.Semaphore;

/// An engine in a JVM of its own, which writes messages of one sender without end and prints those that were stored.
final class EngineMain {

    private EngineMain() {}

    /// @param arguments JDBC URL, user, password, name of the sender
    public static void main(String[] arguments) throws InterruptedException {
        DatabaseProperties properties = new DatabaseProperties(arguments[0], arguments[1], arguments[2], 4, false);
        Databases databases = Databases.postgres(properties);
        Hub hub = new Hub(databases.database());
        String sender = arguments[3];
        Semaphore free = new Semaphore(200);
        for (int i = 0; ; i++) {
            free.acquire();
            String id = sender + "-" + i;
            var _ = hub.engine.take(hub.text(sender, id, id), false).whenComplete((outcome, _) -> {
                if (outcome instanceof Outcome.Stored) {
                    System.out.println("stored " + id);
                }
                free.release();
            });
        }
    }
}
