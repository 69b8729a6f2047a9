package io.omnihub.simulator;

import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuMessage;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.simulator.platform.Pushed;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The demo's dealers, who use Feishu: some in a group together, some alone with the bot. They write at a human pace,
/// read what they are answered, and say so.
final class DemoTeam implements AutoCloseable {

    static final String INBOX = "dealers";

    private static final Logger LOG = LoggerFactory.getLogger(DemoTeam.class);
    private static final JsonMapper JSON = new JsonMapper();

    /// A line in brackets is something other than text.
    private static final List<Line> GROUP = List.of(
            new Line("lilei", "大家好，这批台灯什么时候到仓？"),
            new Line("hanmeimei", "我这边也在等，客户催得紧"),
            new Line("tom", "Same here. Two cartons arrived yesterday, and one of them looks like this:"),
            new Line("tom", "[parcel]"),
            new Line("lilei", "[bot] 请确认一下剩下的货"),
            new Line("hanmeimei", "[meeting]"),
            new Line("tom", "👍"));

    private static final List<Line> ALONE = List.of(
            new Line("chenjing", "[enter]"),
            new Line("chenjing", "你好，我想补订 20 盏同款台灯"),
            new Line("chenjing", "[lamp]"),
            new Line("chenjing", "价格还是和上次一样吗？"),
            new Line("oliver", "Hi, can you send me the new price list?"),
            new Line("oliver", "[place]"),
            new Line("oliver", "We have a second shop here since May."));

    private final FeishuSimulator platform;
    private final CustomerThreads threads = new CustomerThreads();
    private final DemoPace pace;

    DemoTeam(FeishuSimulator platform, DemoPace pace) {
        this.platform = platform;
        this.pace = pace;
    }

    @EventListener
    void begin(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext web) {
            int port = web.getWebServer().getPort();
            platform.pushesTo(URI.create("http://localhost:" + port + "/channels/feishu/" + INBOX));
            LOG.info("Demo: simulated Feishu dealers write to the inbox {}", INBOX);
            FeishuChat group = platform.group("华东经销商 Dealers", who("lilei"), who("hanmeimei"), who("tom"));
            threads.start("group", () -> live(group, GROUP));
            for (String name : List.of("chenjing", "oliver")) {
                List<Line> lines =
                        ALONE.stream().filter(line -> line.who().equals(name)).toList();
                threads.start(name, () -> live(who(name).chat(), lines));
            }
        }
    }

    private void live(FeishuChat chat, List<Line> lines) throws InterruptedException {
        BlockingQueue<FeishuMessage> answers = new LinkedBlockingQueue<>();
        chat.onReceive(answers::add);
        while (true) {
            for (Line line : lines) {
                pace.think();
                FeishuPerson person = who(line.who());
                DemoPace.told(say(chat, person, line.text()));
                FeishuMessage answer = pace.await(answers);
                if (answer != null) {
                    pace.think();
                    react(chat, person, answer);
                    answers.clear();
                }
            }
            pace.rest();
        }
    }

    private void react(FeishuChat chat, FeishuPerson person, FeishuMessage answer) throws InterruptedException {
        if (chat.equals(person.chat())) {
            DemoPace.told(person.reads(answer));
        }
        DemoPace.told(person.reacts(answer, "THUMBSUP", false));
        pace.think();
        DemoPace.told(person.replies(
                chat, answer.id(), ThreadLocalRandom.current().nextBoolean() ? "收到，谢谢！" : "Thanks a lot!"));
    }

    private Pushed say(FeishuChat chat, FeishuPerson person, String text) {
        return switch (text) {
            case "[parcel]" -> person.sendsPicture(chat, "image/jpeg", DemoTalk.picture("parcel.jpg"));
            case "[lamp]" -> person.sendsPicture(chat, "image/jpeg", DemoTalk.picture("lamp.jpg"));
            case "[place]" -> person.sendsPlace(chat, 22.5431, 114.0579, "深圳市福田区深南大道");
            case "[meeting]" -> person.sends(chat, "share_calendar_event", meeting());
            case "[enter]" -> person.enters();
            default ->
                text.startsWith("[bot] ")
                        ? person.asksBot(chat, text.substring("[bot] ".length()))
                        : person.says(chat, text);
        };
    }

    private static ObjectNode meeting() {
        long begin = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        return JSON.createObjectNode()
                .put("summary", "到货沟通会 Delivery call")
                .put("start_time", Long.toString(begin))
                .put("end_time", Long.toString(begin + Duration.ofHours(1).toMillis()));
    }

    private FeishuPerson who(String name) {
        String shown = switch (name) {
            case "lilei" -> "李雷";
            case "hanmeimei" -> "韩梅梅";
            case "tom" -> "Tom Baker";
            case "chenjing" -> "陈静";
            default -> "Oliver Smith";
        };
        return platform.person("ou_demo0000000000000000000" + name, shown);
    }

    @Override
    public void close() {
        threads.close();
        platform.close();
    }

    private record Line(String who, String text) {}
}
