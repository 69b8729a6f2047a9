package io.omnihub.mapping;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.SimpleTypeConverter;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Rows of a table, which `sql:` and `jdbc:` give as maps, are JSON wherever bytes are asked for.
@Component
final class RowConverters implements CamelContextConfiguration {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        TypeConverterRegistry registry = camel.getTypeConverterRegistry();
        for (Class<?> rows : List.of(Map.class, List.class)) {
            registry.addTypeConverter(
                    byte[].class, rows, new SimpleTypeConverter(false, (_, _, value) -> JSON.writeValueAsBytes(value)));
            registry.addTypeConverter(
                    InputStream.class,
                    rows,
                    new SimpleTypeConverter(
                            false, (_, _, value) -> new ByteArrayInputStream(JSON.writeValueAsBytes(value))));
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Nothing is left to do.
    }
}
