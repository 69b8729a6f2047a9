package io.omnihub.channel.email;

import java.util.List;
import java.util.regex.Pattern;

/// What somebody wrote, and what only follows it: his signature and the mails that he answers, as the programs of the
/// world mark them.
///
/// @param said without what follows
/// @param rest what follows; empty where nothing does
record EmailFolding(String said, String rest) {

    /// So many lines after the name of a sender tell a quoted head from somebody's own words.
    private static final int HEAD = 6;

    /// Longer lines mark nothing.
    private static final int LONGEST = 400;

    private static final Pattern TELLS = Pattern.compile("(?i)写道|寫道|写到|wrote|schrieb|écrit|escribió");

    private static final Pattern RULER = Pattern.compile(
            "(?i)^[\\s>]*[-_—=]{2,}\\s*(原始邮件|原始郵件|原邮件|回复的原邮件|回复的原始邮件|原始信件"
                    + "|(以下是)?转发邮件信息|转发的邮件|轉寄的郵件|original|forwarded message|original message|original email|ursprüngliche nachricht|message d'origine)\\s*[-_—=]{2,}\\s*$");

    private static final Pattern WROTE = Pattern.compile(
            "(?i)^\\s*((在|於|于)?\\s*.{4,200}(写道|寫道|写到)\\s*[:：]?"
                    + "|(on|at) .{6,300} wrote\\s*:|am .{6,300} schrieb .{0,100}:|le .{6,300} a écrit\\s*:|el .{6,300} escribió\\s*:)\\s*$");

    private static final Pattern WROTE_BEGUN =
            Pattern.compile("(?i)^\\s*((on|at|am|le|el|在|於|于)\\s?.{4,200}|.{1,150}[于於]\\s?\\d{4}.{0,60})$");

    private static final Pattern SENDER = Pattern.compile("(?i)^[\\s>*]*(发件人|發件人|寄件者|寄件人|from|von|de)\\*?\\s*[:：].*");

    private static final Pattern FURTHER = Pattern.compile(
            "(?i)^[\\s>*]*(发送时间|發送時間|发送日期|寄件日期|日[ \\u3000]*期|[时時][ \\u3000]*[间間]|收件人|收件者|主[ \\u3000]*[题題旨]"
                    + "|sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet)\\*?\\s*[:：].*");

    private static final Pattern SIGNATURE = Pattern.compile(
            "(?i)^(--\\s?|—{2}|_{10,}|[发發]自我的[^，。！!]{0,40}|[从從]我的.{0,40}(发送|傳送)|发自.{0,20}(手机|邮箱|iPhone|客户端).{0,20}"
                    + "|sent from my .{0,40}|get outlook for .{0,30}|(获取|下载|取得|下載) ?(适用于.{1,20}的 ?|.{1,20}版 ?)?outlook.{0,30})"
                    + "(\\s*<https?://\\S{1,300}>)?\\s*$");

    /// Such a line belongs to the quoted head behind it.
    private static final Pattern LINE = Pattern.compile("^\\s*[-_=—]{5,}\\s*$");

    /// @param most characters of what was said
    static EmailFolding of(String text, int most) {
        List<String> lines = text.replace("\u00a0", " ").lines().toList();
        int end = end(lines, talks(lines));
        String said = joined(lines, 0, end);
        if (said.isBlank() && end < lines.size()) {
            return answered(lines, most);
        }
        return cut(said, joined(lines, end, lines.size()), most);
    }

    /// Where what was said ends.
    private static int end(List<String> lines, boolean[] talks) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            if (line.length() > LONGEST) {
                continue;
            }
            if (isHead(lines, i)) {
                return ruled(lines, i);
            }
            if (RULER.matcher(line).matches() || SIGNATURE.matcher(line).matches()) {
                return i;
            }
            if (isWrote(lines, i) && !talks[i + 1]) {
                return i;
            }
            if (isQuote(line) && !talks[i]) {
                return i;
            }
        }
        return lines.size();
    }

    /// Where a head begins, with the line that some programs draw above it.
    private static int ruled(List<String> lines, int head) {
        int line = head - 1;
        while (line >= 0 && lines.get(line).isBlank()) {
            line--;
        }
        return line >= 0
                        && lines.get(line).length() <= LONGEST
                        && LINE.matcher(lines.get(line)).matches()
                ? line
                : head;
    }

    private static boolean isHead(List<String> lines, int at) {
        return SENDER.matcher(lines.get(at)).lookingAt()
                && lines.subList(at + 1, Math.min(lines.size(), at + 1 + HEAD)).stream()
                                .filter(each -> each.length() < 1_000
                                        && FURTHER.matcher(each).matches())
                                .count()
                        >= 2;
    }

    /// The line may be folded where it is long.
    private static boolean isWrote(List<String> lines, int at) {
        String line = lines.get(at).strip();
        if (isWrote(line)) {
            return true;
        }
        String next = at + 1 < lines.size() ? lines.get(at + 1).strip() : "";
        return next.length() < LONGEST && WROTE_BEGUN.matcher(line).matches() && isWrote(line + " " + next);
    }

    /// Whether somebody answers between the lines that he quotes, from each line on.
    private static boolean[] talks(List<String> lines) {
        boolean[] talks = new boolean[lines.size() + 1];
        boolean own = false;
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            talks[i] = talks[i + 1] || (isQuote(line) && own);
            own = own
                    || (!isQuote(line)
                            && !line.isBlank()
                            && (line.length() > LONGEST
                                    || !SIGNATURE.matcher(line.strip()).matches()));
        }
        return talks;
    }

    private static boolean isWrote(String line) {
        return line.length() <= 2 * LONGEST
                && TELLS.matcher(line).find()
                && WROTE.matcher(line).matches();
    }

    private static boolean isQuote(String line) {
        return line.startsWith(">");
    }

    /// The answer stands below what it answers, or all of it is somebody else's, as in what was passed on.
    private static EmailFolding answered(List<String> lines, int most) {
        String own = String.join(
                        "\n",
                        lines.stream()
                                .filter(line -> !isQuote(line)
                                        && (line.length() > 500
                                                || !WROTE.matcher(line).matches()))
                                .toList())
                .strip();
        String whole = joined(lines, 0, lines.size());
        boolean below = !own.isBlank() && lines.stream().anyMatch(EmailFolding::isQuote);
        return below ? cut(own, whole, most) : cut(whole, "", most);
    }

    private static EmailFolding cut(String said, String rest, int most) {
        String begun = EmailText.cut(said, most);
        return new EmailFolding(
                begun, begun.length() < said.length() ? said.substring(begun.length()) + "\n" + rest : rest);
    }

    private static String joined(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, to)).strip();
    }
}
