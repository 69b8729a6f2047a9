package io.omnihub.web;

import io.omnihub.message.Change;
import io.omnihub.message.Content;
import io.omnihub.message.EntryKind;
import io.swagger.v3.core.util.RefUtils;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.introspect.AnnotatedClassResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/// Gives the schemas of the model the form that the model has in JSON, which is told to Jackson elsewhere and unknown
/// to the generator: ids are texts, enums small words, kinds are told by `type`.
@SuppressWarnings({"rawtypes", "unchecked"})
final class ApiSchemas {

    private final JsonMapper json;
    private final Map<String, Schema> schemas;

    ApiSchemas(JsonMapper json, Map<String, Schema> schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    static Schema<?> string() {
        return new JsonSchema().typesItem("string");
    }

    void rewrite() {
        schemas.replaceAll((name, schema) -> isId(name, schema) ? string() : schema);
        sealed(Content.class);
        sealed(Change.class);
        schemas.values().forEach(this::rewrite);
        // Follows from the hash, and is not written.
        schema("Media").getProperties().remove("stored");
        Schema kind = oneOf(Arrays.stream(EntryKind.values()).map(EntryKind::publicName));
        schema("EntryView").addProperty("kind", kind);
        schema("EntryView").addRequiredItem("kind");
        listed("Preview", "kinds");
        listed("InboxView", "sends");
    }

    /// A list of kinds of content.
    private void listed(String name, String property) {
        Schema list =
                (Schema) Objects.requireNonNull(schema(name).getProperties().get(property));
        list.setItems(oneOf(kinds(Content.class).keySet().stream().sorted()));
    }

    private static Schema oneOf(Stream<String> values) {
        Schema schema = string();
        schema.setEnum(values.toList());
        return schema;
    }

    private Schema schema(String name) {
        return Objects.requireNonNull(schemas.get(name), name);
    }

    private static boolean isId(String name, Schema<?> schema) {
        return name.endsWith("Id")
                && schema.getProperties() != null
                && schema.getProperties().keySet().equals(Set.of("value"));
    }

    /// One schema of all kinds, told apart by their `type`.
    private void sealed(Class<?> parent) {
        SortedMap<String, String> mapping = new TreeMap<>();
        kinds(parent).forEach((type, name) -> {
            Schema kind = own(schema(name));
            kind.addProperty("type", string()._const(type));
            kind.addRequiredItem("type");
            schemas.put(name, kind);
            mapping.put(type, RefUtils.constructRef(name));
        });
        Schema one = new JsonSchema();
        mapping.values().forEach(ref -> one.addOneOfItem(new JsonSchema().$ref(ref)));
        one.discriminator(new Discriminator().propertyName("type").mapping(mapping));
        schemas.put(parent.getSimpleName(), one);
    }

    private Map<String, String> kinds(Class<?> parent) {
        DeserializationConfig config = json.deserializationConfig();
        var annotated = AnnotatedClassResolver.resolve(config, config.constructType(parent), config);
        return config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated).stream()
                .filter(type ->
                        type.hasName() && schemas.containsKey(type.getType().getSimpleName()))
                .collect(Collectors.toMap(
                        NamedType::getName, type -> type.getType().getSimpleName()));
    }

    /// What a kind has beyond its parent.
    private static Schema own(Schema<?> schema) {
        return schema.getAllOf() == null
                ? schema
                : schema.getAllOf().stream()
                        .filter(part -> part.get$ref() == null)
                        .findFirst()
                        .orElseGet(() -> new JsonSchema().typesItem("object"));
    }

    private void rewrite(@Nullable Schema<?> schema) {
        if (schema == null) {
            return;
        }
        rewriteEnum((Schema) schema);
        if (schema.getProperties() != null) {
            schema.getProperties().replaceAll((_, property) -> parentOf(property));
            schema.getProperties().values().forEach(this::rewrite);
        }
        if (schema.getItems() != null) {
            ((Schema) schema).setItems(parentOf(schema.getItems()));
            rewrite(schema.getItems());
        }
    }

    /// Constants of Java are small words with dashes in JSON.
    static void rewriteEnum(Schema schema) {
        List<Object> names = schema.getEnum();
        if (names != null) {
            schema.setEnum(names.stream()
                    .map(name -> Objects.toString(name).toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList());
        }
    }

    /// A list of kinds in place is its parent.
    private Schema parentOf(Schema<?> schema) {
        return schema.getOneOf() == null
                ? schema
                : Stream.of(Content.class, Change.class)
                        .map(Class::getSimpleName)
                        .filter(parent -> refs(schema(parent)).equals(refs(schema)))
                        .findFirst()
                        .<Schema>map(parent -> new JsonSchema().$ref(RefUtils.constructRef(parent)))
                        .orElse(schema);
    }

    private static List<String> refs(Schema<?> schema) {
        return schema.getOneOf().stream().map(Schema::get$ref).sorted().toList();
    }
}
