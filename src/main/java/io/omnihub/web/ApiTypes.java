package io.omnihub.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Remembers of which class each schema of the API's description is, and allows no two of one name: the generator would
/// take one of them for both.
final class ApiTypes implements ModelConverter {

    private static final String SCHEMAS = "#/components/schemas/";

    /// What reads the classes is the JVM's, not one hub's, and reads each class once.
    private static final Map<String, Class<?>> BY_NAME = new ConcurrentHashMap<>();

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        String name = schema == null ? null : name(schema);
        if (name != null) {
            Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
            Class<?> known = BY_NAME.putIfAbsent(name, raw);
            if (known != null && known != raw) {
                throw new IllegalStateException(known + " and " + raw + " have the same name in the API's description");
            }
        }
        return schema;
    }

    private static @Nullable String name(Schema<?> schema) {
        String reference = schema.get$ref();
        return reference != null && reference.startsWith(SCHEMAS)
                ? reference.substring(SCHEMAS.length())
                : schema.getName();
    }

    /// By the names of the schemas.
    Map<String, Class<?>> byName() {
        return BY_NAME;
    }
}
