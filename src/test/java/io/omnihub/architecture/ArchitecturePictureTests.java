package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The picture of the rooms in docs/architecture.md is drawn from the code. `-Darchitecture.picture=true` draws it
/// anew.
final class ArchitecturePictureTests {

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Pattern PICTURE = Pattern.compile("(?s)(?<=```mermaid\n)flowchart .*?(?=```)");
    private static final String ROOT = "io.omnihub.";

    @Test
    void thePictureShowsWhoImportsWhomAndNoCircle() throws IOException {
        SortedMap<String, SortedSet<String>> rooms = rooms();
        assertThat(circle(rooms)).as("rooms that import each other").isEmpty();
        String page = Files.readString(PAGE);
        String drawn = draw(rooms);
        if (Boolean.getBoolean("architecture.picture")) {
            Files.writeString(PAGE, PICTURE.matcher(page).replaceFirst(Matcher.quoteReplacement(drawn)));
        } else {
            assertThat(page).as("run me with -Darchitecture.picture=true").contains(drawn);
        }
    }

    /// Of each room those that it imports. All channels are one.
    private static SortedMap<String, SortedSet<String>> rooms() {
        SortedMap<String, SortedSet<String>> rooms = new TreeMap<>();
        for (JavaClass type : ArchitectureTests.HUB) {
            String from = room(type);
            if (from.isEmpty()) {
                continue;
            }
            Set<String> imported = rooms.computeIfAbsent(from, _ -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = room(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from)) {
                    imported.add(to);
                }
            }
        }
        return rooms;
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        boolean kit = Files.isDirectory(Path.of("src/main/java", name.replace('.', '/')));
        if (name.startsWith(ROOT + "channel.") && !kit) {
            return "channels";
        }
        String room = name.substring(ROOT.length());
        return room.contains(".") ? room.substring(0, room.indexOf('.')) : room;
    }

    /// Takes away whoever imports nobody that is left, until nobody is left or all others go round.
    private static Set<String> circle(SortedMap<String, SortedSet<String>> rooms) {
        Set<String> left = new TreeSet<>(rooms.keySet());
        while (left.removeIf(
                room -> rooms.getOrDefault(room, new TreeSet<>()).stream().noneMatch(left::contains))) {
            // Once more, without those.
        }
        return left;
    }

    private static String draw(SortedMap<String, SortedSet<String>> rooms) {
        List<String> lines = new ArrayList<>();
        rooms.forEach((from, imported) -> imported.stream()
                .filter(to -> imported.stream()
                        .noneMatch(between ->
                                !between.equals(to) && reached(rooms, between).contains(to)))
                .forEach(to -> lines.add("  " + from + " --> " + to + "\n")));
        return "flowchart TB\n" + String.join("", lines);
    }

    private static Set<String> reached(Map<String, SortedSet<String>> rooms, String from) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(rooms.getOrDefault(from, new TreeSet<>()));
        while (!next.isEmpty()) {
            String room = next.pop();
            if (reached.add(room)) {
                next.addAll(rooms.getOrDefault(room, new TreeSet<>()));
            }
        }
        return reached;
    }
}
