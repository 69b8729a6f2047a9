package io.omnihub.overload;

import io.omnihub.identity.Callers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// What this node gives up while it has too much to do, for operators.
@ManagedResource(objectName = "io.omnihub:type=Overload", description = "What is given up under pressure")
public final class OverloadOperations {

    private final Overload overload;
    private final SharedHold shared;

    OverloadOperations(Overload overload, SharedHold shared) {
        this.overload = overload;
        this.shared = shared;
    }

    @ManagedAttribute(description = "What is given up")
    public List<String> getGivenUp() {
        return Step.first(overload.height()).stream().map(Step::publicName).toList();
    }

    @ManagedAttribute(description = "Whether somebody holds it so")
    public boolean isHeld() {
        return overload.isHeld();
    }

    @ManagedAttribute(description = "Pressures at the last look; 1 is the bound")
    public Map<String, Double> getPressures() {
        return new TreeMap<>(overload.readings());
    }

    @ManagedOperation(
            description = "Gives up everything to a step, on all nodes, whatever the pressures are, until it is let go")
    @ManagedOperationParameter(name = "step", description = "typing, reads, lists, visitors; or nothing")
    public String hold(String step) {
        shared.hold(step, Callers.who());
        return overload.height() == 0 ? "nothing is given up" : "given up: " + String.join(", ", getGivenUp());
    }

    @ManagedOperation(description = "Goes by the pressures again, on all nodes")
    public String letGo() {
        if (!overload.isHeld()) {
            return "nothing is held";
        }
        shared.letGo(Callers.who());
        return "goes by the pressures";
    }

    /// What can be held.
    static String names() {
        return Arrays.stream(Step.values()).map(Step::publicName).collect(Collectors.joining(", ")) + " or "
                + Step.NOTHING;
    }
}
