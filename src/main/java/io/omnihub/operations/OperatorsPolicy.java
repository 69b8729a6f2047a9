package io.omnihub.operations;

import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/// What operators may see and do by Jolokia. What is not listed is closed: whatever loads classes, changes routes,
/// shows what customers write, or tells secrets that the process was started with.
final class OperatorsPolicy implements Restrictor {

    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.EXEC, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);

    private static final String CAMEL = "org.apache.camel";
    private static final String HUB = "io.omnihub";
    private static final String BROKER = "org.apache.activemq.artemis";
    private static final String JAVA = "java.lang";

    /// Of Camel's MBeans, not those that trace what goes along a route.
    private static final Set<String> SHOWN = Set.of(
            "components", "consumers", "context", "endpoints", "processors", "producers", "routes", "threadpools");

    /// Names of operations, by the type of Camel's MBean; with parentheses where only that form may be called: other
    /// forms of a dump fill in the settings, secrets too.
    private static final Map<String, Set<String>> CALLED = Map.of(
            "context", Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml", "dumpStepStatsAsXml"),
            "routes",
                    Set.of(
                            "dumpRouteAsXml()",
                            "dumpRouteStatsAsXml",
                            "dumpStepStatsAsXml",
                            "reset",
                            "resume",
                            "start",
                            "stop",
                            "suspend"),
            "endpoints", Set.of("reset", "resetToStart"));

    /// The arguments and properties of the process may hold passwords.
    private static final Set<String> SECRET = Set.of("SystemProperties", "InputArguments");

    /// Of the broker. Others show what its first message says.
    private static final Set<String> COUNTED = Set.of(
            "Address",
            "AddressMemoryUsage",
            "AddressSize",
            "ConsumerCount",
            "DeliveringCount",
            "Durable",
            "MessageCount",
            "MessagesAcknowledged",
            "MessagesAdded",
            "Name",
            "NumberOfBytesPerPage",
            "NumberOfPages",
            "Paging",
            "PersistentSize",
            "QueueNames",
            "Started",
            "TotalMessageCount",
            "Uptime",
            "Version");

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return switch (name.getDomain()) {
            case JAVA -> !SECRET.contains(attribute);
            case BROKER -> COUNTED.contains(attribute);
            default -> !isObjectNameHidden(name);
        };
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    /// @param operation its name, which may be followed by its signature
    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        int signature = operation.indexOf('(');
        String called = signature < 0 ? operation : operation.substring(0, signature);
        return switch (name.getDomain()) {
            case HUB -> true;
            case CAMEL -> {
                Set<String> allowed = CALLED.getOrDefault(type(name), Set.of());
                yield allowed.contains(called) || allowed.contains(operation);
            }
            default -> false;
        };
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return switch (name.getDomain()) {
            case HUB, BROKER, JAVA -> false;
            case CAMEL -> !SHOWN.contains(type(name));
            default -> true;
        };
    }

    /// Who calls was proved before.
    @Override
    public boolean isRemoteAccessAllowed(String... hostsOrAddresses) {
        return true;
    }

    /// That a request comes from our own page was proved before.
    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return true;
    }

    private static String type(ObjectName name) {
        String type = name.getKeyProperty("type");
        return type == null ? "" : type;
    }
}
