package io.omnihub.mapping;

import io.omnihub.yaml.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is found wrong in one file while it is compiled.
final class Problems {

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Spot spot, String reason) {
        found.add(spot.problem(file, reason));
    }

    String file() {
        return file;
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line));
            throw new InvalidMappingException(found);
        }
    }

    InvalidMappingException fatal(Spot spot, String reason) {
        add(spot, reason);
        return new InvalidMappingException(found);
    }
}
