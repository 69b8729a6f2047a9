package io.omnihub.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InboundEvent;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.util.StdConverter;

/// What holds for every record and enum of the model, told to Jackson once instead of by a mix-in for each.
final class MessageIntrospector extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    /// What has the model's form beside the model itself.
    private static final Set<Class<?>> FRAMES = Set.of(ClientFrame.class, ServerFrame.class, Presence.class);

    /// Fields that came with a later version: where they say nothing, the JSON is that of the version before.
    private static final Set<String> LATER = Set.of("maybeRepeated");

    /// Unknown properties come from later versions.
    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
        return isModel(annotated)
                ? JsonIgnoreProperties.Value.forIgnoreUnknown(true)
                : JsonIgnoreProperties.Value.empty();
    }

    /// Empty values are left out, but not those inside a map, where an empty one has a meaning; so are later fields.
    @Override
    public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedMember member
                && isModel(member.getDeclaringClass())
                && LATER.contains(member.getName())) {
            return JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS);
        }
        return isModel(annotated)
                ? JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)
                : JsonInclude.Value.empty();
    }

    /// Missing texts, lists and maps are empty and missing numbers 0; anything else that isn't nullable must be given.
    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter && isModel(parameter.getDeclaringClass()))) {
            return JsonSetter.Value.empty();
        }
        RecordComponent component = parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
        return JsonSetter.Value.construct(nulls(component), Nulls.FAIL);
    }

    @Override
    public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass annotated, Enum<?>[] values, String[] names) {
        if (isModel(annotated)) {
            for (int i = 0; i < values.length; i++) {
                names[i] = values[i] instanceof EntryKind kind ? kind.publicName() : name(values[i]);
            }
        }
        return names;
    }

    /// Sets have no order of their own; sorted, the same entry is always the same JSON.
    @Override
    public @Nullable Object findSerializationConverter(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedMember member
                        && isModel(member.getDeclaringClass())
                        && annotated.getRawType() == Set.class
                ? new SortedSet()
                : null;
    }

    private static Nulls nulls(RecordComponent component) {
        Class<?> type = component.getType();
        boolean canBeEmpty = type == String.class
                || type == byte[].class
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
        if (canBeEmpty) {
            return Nulls.AS_EMPTY;
        }
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || (type.isPrimitive() && type != double.class);
        return optional ? Nulls.SET : Nulls.FAIL;
    }

    private static boolean isModel(Annotated annotated) {
        return annotated instanceof AnnotatedClass && isModel(annotated.getRawType());
    }

    private static boolean isModel(Class<?> type) {
        return type.getPackage() == InboundEvent.class.getPackage()
                || FRAMES.contains(type)
                || (type.getEnclosingClass() != null && FRAMES.contains(type.getEnclosingClass()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class SortedSet extends StdConverter<Set<String>, List<String>> {

        @Override
        public List<String> convert(Set<String> values) {
            return values.stream().sorted().toList();
        }
    }
}
