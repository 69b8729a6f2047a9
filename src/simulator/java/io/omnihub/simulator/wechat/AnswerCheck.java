package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.BreachException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/// Judges what the hub answers to a push: `success`, nothing, or a right passive answer; all else a customer would see
/// as "this account can't serve you now".
final class AnswerCheck {

    private static final Set<String> TYPES = Set.of("text", "image", "voice", "video", "news", "music");
    private static final int LONGEST_TEXT = 2048;

    private final SimulatedAccount account;
    private final PlatformCrypto crypto;
    private final Consumer<String> breaches;

    AnswerCheck(SimulatedAccount account, PlatformCrypto crypto, Consumer<String> breaches) {
        this.account = account;
        this.crypto = crypto;
        this.breaches = breaches;
    }

    /// Shows the customer a passive answer, where there is one.
    void passive(String answer, PushMode mode, SimulatedCustomer customer) {
        if (answer.isEmpty() || answer.equals("success")) {
            return;
        }
        try {
            Document document = opened(answer, mode);
            if (text(document, "MsgType").equals("transfer_customer_service")) {
                addressed(document, customer);
                Node to = document.getElementsByTagName("KfAccount").item(0);
                customer.goesTo(to == null ? "any" : to.getTextContent());
            } else {
                customer.receives(read(document, customer));
            }
        } catch (RuntimeException e) {
            breaches.accept("answer to a push: " + e.getMessage());
        }
    }

    private Document opened(String answer, PushMode mode) {
        Document document = parse(answer);
        if (mode == PushMode.PLAIN) {
            return document;
        }
        String encrypted = text(document, "Encrypt");
        String expected =
                PlatformCrypto.sign(account.token(), text(document, "TimeStamp"), text(document, "Nonce"), encrypted);
        if (!expected.equals(text(document, "MsgSignature"))) {
            throw new BreachException("its signature is wrong");
        }
        return parse(crypto.decrypt(encrypted));
    }

    private void addressed(Document document, SimulatedCustomer customer) {
        if (!text(document, "ToUserName").equals(customer.openid())
                || !text(document, "FromUserName").equals(account.originalId())) {
            throw new BreachException("it is not from the account to the customer");
        }
    }

    private Received read(Document document, SimulatedCustomer customer) {
        addressed(document, customer);
        String type = text(document, "MsgType");
        if (!TYPES.contains(type)) {
            throw new BreachException("there is no passive answer of type " + type);
        }
        String content = switch (type) {
            case "text" -> text(document, "Content");
            case "news" -> text(document, "Url");
            case "music" -> {
                var _ = text(document, "ThumbMediaId");
                yield text(document, "MusicUrl");
            }
            default -> text(document, "MediaId");
        };
        if (content.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            throw new BreachException("its text is longer than " + LONGEST_TEXT + " bytes");
        }
        return new Received(type, content, true);
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new BreachException("it is no XML", e);
        }
    }

    private static String text(Document document, String name) {
        Node node = document.getElementsByTagName(name).item(0);
        String text = node == null ? "" : node.getTextContent();
        if (text.isBlank()) {
            throw new BreachException(name + " is missing or empty");
        }
        return text;
    }
}
