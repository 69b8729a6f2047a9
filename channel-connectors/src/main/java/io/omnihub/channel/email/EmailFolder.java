package io.omnihub.channel.email;

import jakarta.mail.MessagingException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/// A folder that tells of each mail that comes into it while it is open, whatever the mail server says that on. What
/// the library has for this keeps a thread for each folder. It is public since the library makes it by its name.
public final class EmailFolder extends IMAPFolder {

    private volatile Runnable listener = () -> {};
    private final AtomicInteger known = new AtomicInteger();

    /// By its name.
    public EmailFolder(String fullName, char separator, IMAPStore store, Boolean isNamespace) {
        super(fullName, separator, store, isNamespace);
    }

    /// As the server lists it.
    public EmailFolder(ListInfo listed, IMAPStore store) {
        super(listed, store);
    }

    /// @param told is called on the thread that reads what the server says
    void tell(Runnable told) {
        listener = told;
    }

    @Override
    public synchronized void open(int mode) throws MessagingException {
        super.open(mode);
        known.set(getMessageCount());
    }

    @Override
    public void handleResponse(Response response) {
        super.handleResponse(response);
        if (!(response instanceof IMAPResponse said)) {
            return;
        }
        if (said.keyEquals("EXPUNGE")) {
            known.decrementAndGet();
        } else if (said.keyEquals("EXISTS")) {
            if (said.getNumber() > known.getAndSet(said.getNumber())) {
                listener.run();
            }
        }
    }
}
