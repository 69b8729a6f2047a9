import client.ApiClient;
import client.ApiException;
import client.api.CommandsApi;
import client.api.ConversationsApi;
import client.api.EntriesApi;
import client.api.MeApi;
import client.model.Content;
import client.model.ConversationView;
import client.model.Done;
import client.model.Me;
import client.model.Message;
import client.model.MessageRef;
import client.model.Reply;
import client.model.Session;
import client.model.Text;
import client.model.Wish;
import java.util.List;

/// What a program does with the client that is generated from the API's description; GeneratedClientsIT runs it.
public final class Drive {

    private Drive() {}

    /// @param arguments the hub's address, an agent's token, the id of a conversation
    public static void main(String[] arguments) throws ApiException {
        String id = arguments[2];
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        CommandsApi commands = new CommandsApi(client);
        ConversationsApi conversations = new ConversationsApi(client);

        check(new MeApi(client).meMe().getRole() == Me.RoleEnum.AGENT, "the role");

        ConversationView before = conversations.conversationGet(id);
        long revision = before.getSession().getRevision();
        Reply reply = new Reply()
                .parts(List.of(new Content(new Text().type(Text.TypeEnum.TEXT).text("From Java"))))
                .replyTo(new MessageRef().sequence(2L));
        Done said = commands.commandReply(id, reply, "java-" + System.nanoTime());
        check(said.getConversation().equals(id), "the reply");

        try {
            commands.commandResolve(id, null, new Wish().expectedRevision(revision + 100));
            check(false, "the stale wish");
        } catch (ApiException e) {
            check(e.getCode() == 409 && e.getResponseBody().contains("stale"), "the stale wish");
        }
        commands.commandResolve(id, null, new Wish().expectedRevision(revision));
        check(
                conversations.conversationGet(id).getSession().getStatus() == Session.StatusEnum.RESOLVED,
                "the resolution");

        boolean found = new EntriesApi(client)
                .entryList(id, 0L, 100, 0).getItems().stream()
                        .map(entry -> entry.getChange().getActualInstance())
                        .filter(Message.class::isInstance)
                        .flatMap(message -> ((Message) message).getParts().stream())
                        .anyMatch(part -> part.getActualInstance() instanceof Text text
                                && text.getText().equals("From Java"));
        check(found, "the entry");

        try {
            conversations.conversationGet("unknown");
            check(false, "the unknown conversation");
        } catch (ApiException e) {
            check(e.getCode() == 404, "the unknown conversation");
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
