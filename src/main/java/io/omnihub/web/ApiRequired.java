package io.omnihub.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.omnihub.message.InboundEvent;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says in the API's description which properties are never missing: in answers those that are neither null nor empty,
/// in what is sent those without which it is refused.
///
/// What is sent only tells it by annotations; of the model it follows from the types of its fields.
@SuppressWarnings("rawtypes")
final class ApiRequired {

    /// Texts that are never empty, which their type does not tell.
    private static final Map<String, Set<String>> NEVER_EMPTY = Map.of(
            "Text", Set.of("text"),
            "RichText", Set.of("html"),
            "Link", Set.of("url"),
            "Card", Set.of("title"),
            "Button", Set.of("label"),
            "ContactCard", Set.of("name"),
            "Sender", Set.of("id"),
            "Reaction", Set.of("emoji"));

    /// What is left out where it says nothing, as before it was there.
    private static final Set<String> LEFT_OUT = Set.of("maybeRepeated");

    private final Map<String, Class<?>> types;
    private final Map<String, Schema> schemas;
    private final Set<String> sent;

    ApiRequired(OpenAPI api, Map<String, Class<?>> types) {
        this.types = types;
        this.schemas = api.getComponents().getSchemas();
        this.sent = sent(api);
    }

    void write() {
        schemas.forEach((name, schema) -> {
            Class<?> type = types.get(name);
            if (type != null && type.isRecord() && schema.getProperties() != null && !isOnlySent(name, type)) {
                write(name, schema, type);
            }
        });
    }

    private void write(String name, Schema<?> schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                write(name, schema, component.getType());
            } else if (schema.getProperties().containsKey(component.getName())
                    && isRequired(name, component)
                    && !Objects.requireNonNullElse(schema.getRequired(), List.<String>of())
                            .contains(component.getName())) {
                schema.addRequiredItem(component.getName());
            }
        }
    }

    private boolean isRequired(String name, RecordComponent component) {
        Class<?> type = component.getType();
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return false;
        }
        if (!isModel(component.getDeclaringRecord())) {
            return true;
        }
        if (LEFT_OUT.contains(component.getName())) {
            return false;
        }
        boolean canBeEmpty = type == String.class
                || type == byte[].class
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
        boolean isZero = type.isPrimitive() && type != double.class;
        return canBeEmpty
                ? NEVER_EMPTY.getOrDefault(name, Set.of()).contains(component.getName())
                : !(isZero && sent.contains(name));
    }

    /// The body of a request, in which nearly everything may be missing until a controller has looked at it.
    private boolean isOnlySent(String name, Class<?> type) {
        return sent.contains(name) && !isModel(type);
    }

    private static boolean isModel(Class<?> type) {
        return type.getPackage() == InboundEvent.class.getPackage();
    }

    /// The names of all schemas to which the bodies of requests lead.
    private Set<String> sent(OpenAPI api) {
        Set<String> found = new LinkedHashSet<>();
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                .forEach(content -> follow(content.getSchema(), found));
        return found;
    }

    private void follow(@Nullable Schema<?> schema, Set<String> found) {
        if (schema == null) {
            return;
        }
        String reference = schema.get$ref();
        if (reference != null) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (found.add(name)) {
                follow(schemas.get(name), found);
            }
        }
        children(schema).forEach(child -> follow(child, found));
    }

    private static Set<Schema<?>> children(Schema<?> schema) {
        Stream<Schema<?>> properties = schema.getProperties() == null
                ? Stream.empty()
                : schema.getProperties().values().stream().map(property -> (Schema<?>) property);
        Stream<Schema<?>> kinds = schema.getOneOf() == null
                ? Stream.empty()
                : schema.getOneOf().stream().map(kind -> (Schema<?>) kind);
        return Stream.of(properties, kinds, Stream.ofNullable(schema.getItems()).map(item -> (Schema<?>) item))
                .flatMap(each -> each)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
