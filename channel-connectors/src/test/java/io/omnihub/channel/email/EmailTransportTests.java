package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// How the name of a mail is given to a mail server, and read in its reports.
final class EmailTransportTests {

    @Test
    void mailsGoToTheHostOfTheMailbox() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "smtp.shop.example");

        assertThat(new EmailTransport(Session.getInstance(properties), true)
                        .getURLName()
                        .getHost())
                .isEqualTo("smtp.shop.example");
    }

    @Test
    void anAddressIsTheSameInTheFormInWhichItWasGiven() {
        assertThat(EmailTransport.isSame("a+tag@x.example", "a+2btag@x.example"))
                .isTrue();
        assertThat(EmailTransport.isSame("a+tag@x.example", "a+tag@x.example")).isTrue();
        assertThat(EmailTransport.isSame("a+tag@x.example", "a@x.example")).isFalse();
    }

    @Test
    void whatAReportGivesBackIsTheIdThatWasGiven() {
        String id = "<a-_.1+2=3 %41é@shop.example>";

        String given = EmailTransport.given(id.substring(1, id.length() - 1));

        assertThat(given).isEqualTo("a-_.1+2B2+3D3+20%41+C3+A9@shop.example");
        assertThat(EmailTransport.id(given)).isEqualTo(id);
        assertThat(EmailTransport.id("broken+2xtext%zz")).isEqualTo("<broken+2xtext%zz>");
    }
}
