package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/// How customers read records: the names and states that the hub knows, money and times, in Chinese or English.
///
/// @param zone of the times
record RecordWords(Locale locale, ZoneId zone) {

    private static final Map<String, String[]> KNOWN = Map.ofEntries(
            Map.entry("state", new String[] {"State", "状态"}),
            Map.entry("amount", new String[] {"Amount", "金额"}),
            Map.entry("carrier", new String[] {"Carrier", "承运商"}),
            Map.entry("trackingNumber", new String[] {"Tracking number", "运单号"}),
            Map.entry("orderedAt", new String[] {"Ordered", "下单时间"}),
            Map.entry("shippedAt", new String[] {"Shipped", "发货时间"}),
            Map.entry("expected", new String[] {"Expected", "预计送达"}),
            Map.entry("quantity", new String[] {"Quantity", "数量"}),
            Map.entry("address", new String[] {"Address", "地址"}),
            Map.entry("priority", new String[] {"Priority", "优先级"}),
            Map.entry("due", new String[] {"Due", "截止日期"}));

    private static final Map<String, String[]> STATES = Map.ofEntries(
            Map.entry("new", new String[] {"New", "新建"}),
            Map.entry("paid", new String[] {"Paid", "已付款"}),
            Map.entry("packed", new String[] {"Packed", "已打包"}),
            Map.entry("shipped", new String[] {"Shipped", "已发货"}),
            Map.entry("delivered", new String[] {"Delivered", "已签收"}),
            Map.entry("completed", new String[] {"Completed", "已完成"}),
            Map.entry("cancelled", new String[] {"Cancelled", "已取消"}),
            Map.entry("refunded", new String[] {"Refunded", "已退款"}),
            Map.entry("returned", new String[] {"Returned", "已退货"}),
            Map.entry("failed", new String[] {"Failed", "失败"}),
            Map.entry("open", new String[] {"Open", "处理中"}),
            Map.entry("pending", new String[] {"Pending", "待处理"}),
            Map.entry("closed", new String[] {"Closed", "已关闭"}),
            Map.entry("overdue", new String[] {"Overdue", "已逾期"}));

    /// @param language of the contact; empty where nobody knows it, and the record's own words tell
    /// @param sample   of these words
    static RecordWords of(String language, String sample, ZoneId zone) {
        boolean chinese = language.isEmpty()
                ? sample.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                : language.startsWith("zh");
        return new RecordWords(chinese ? Locale.SIMPLIFIED_CHINESE : Locale.UK, zone);
    }

    String name(String name) {
        return word(KNOWN, name);
    }

    String state(String state) {
        return word(STATES, state);
    }

    String value(BusinessRecord.Field field) {
        return switch (field.kind()) {
            case MONEY -> money(field);
            case NUMBER -> number(field);
            case DATE ->
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(LocalDate.parse(field.value()));
            case TIME ->
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(zone)
                        .format(Instant.parse(field.value()));
            case TEXT, LINK -> field.value();
        };
    }

    private String money(BusinessRecord.Field field) {
        try {
            NumberFormat form = NumberFormat.getCurrencyInstance(locale);
            form.setCurrency(Currency.getInstance(field.currency()));
            return form.format(new BigDecimal(field.value()));
        } catch (IllegalArgumentException _) {
            // A currency of three letters that is none.
            return field.value() + " " + field.currency();
        }
    }

    private String number(BusinessRecord.Field field) {
        NumberFormat form = NumberFormat.getInstance(locale);
        form.setMaximumFractionDigits(10);
        return form.format(new BigDecimal(field.value()));
    }

    private String word(Map<String, String[]> words, String word) {
        String[] both = words.get(word);
        return both == null ? word : both[locale.equals(Locale.SIMPLIFIED_CHINESE) ? 1 : 0];
    }
}
