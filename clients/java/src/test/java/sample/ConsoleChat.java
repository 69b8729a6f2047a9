package sample;

import io.omnihub.client.ConnectionState;
import io.omnihub.client.Entry;
import io.omnihub.client.FileStore;
import io.omnihub.client.Listener;
import io.omnihub.client.OmniHubClient;
import io.omnihub.client.Part;
import io.omnihub.client.Unsent;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;

/// A chat in a terminal: what is typed goes to the agents, what they say is printed. What was not yet sent when it
/// ended is sent the next time.
public final class ConsoleChat {

    private ConsoleChat() {}

    /// @param arguments the hub's address, the key of the app, and the folder of the store where it is not the user's
    public static void main(String[] arguments) throws IOException {
        Listener printing = new Listener() {
            @Override
            public void entry(Entry entry) {
                for (Part part : entry.parts()) {
                    String said = part.type().equals("text") ? part.text() : "[" + part.type() + "] " + part.title();
                    System.out.println((entry.isReply() ? entry.sender() + ": " : "  ✓ ") + said);
                    // A page is for the browser; an address with the app's own scheme opens one of its screens.
                    for (Part.Link link : part.links()) {
                        System.out.println("  → " + link.label() + " " + link.address());
                    }
                }
            }

            @Override
            public void unsent(Unsent unsent) {
                if (unsent.problem() != null) {
                    System.out.println("  ✗ " + unsent.problem());
                }
            }

            @Override
            public void connection(ConnectionState state) {
                System.out.println("[" + state + "]");
            }
        };
        File folder = arguments.length > 2
                ? new File(arguments[2])
                : new File(System.getProperty("user.home"), ".omnihub-chat");
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in));
        try (OmniHubClient client = OmniHubClient.builder(arguments[0], arguments[1])
                .store(new FileStore(folder))
                .listener(printing)
                .build()) {
            client.start();
            for (String line = typed.readLine(); line != null; line = typed.readLine()) {
                client.send(line);
            }
        }
    }
}
