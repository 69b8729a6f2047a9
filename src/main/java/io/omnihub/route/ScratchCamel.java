package io.omnihub.route;

import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.MappingComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/// A Camel beside the hub's, with its beans and settings, whose routes reach nothing: what they send is caught.
final class ScratchCamel implements AutoCloseable {

    /// These only change what they are given, or write it to the log.
    private static final Set<String> PURE = Set.of("log", "bean", "validator", "xslt", "dataformat");

    private static final String MAPPING = "mapping";

    private static final String DIRECT = "direct";

    final DefaultCamelContext camel;
    private final CamelContext hub;
    private final Map<String, Mapping> mappings;
    private final List<Caught> caught = new CopyOnWriteArrayList<>();

    ScratchCamel(CamelContext hub, Map<String, Mapping> mappings) {
        this.hub = hub;
        this.mappings = mappings;
        camel = new DefaultCamelContext(new DefaultRegistry(new Beans(hub)));
        camel.disableJMX();
        camel.getCamelContextExtension().setName("trial");
        // Whoever still runs then has had his time.
        camel.getShutdownStrategy().setTimeout(1);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        camel.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
            @Override
            public String getName() {
                return "hub";
            }

            @Override
            public @Nullable String getProperty(String name) {
                return hub.getPropertiesComponent().resolveProperty(name).orElse(null);
            }
        });
        ComponentResolver resolver = (scheme, _) -> component(scheme);
        camel.getCamelContextExtension().addContextPlugin(ComponentResolver.class, resolver);
    }

    /// What was sent to others since the last time.
    List<Caught> caught() {
        List<Caught> all = List.copyOf(caught);
        caught.clear();
        return all;
    }

    @Override
    public void close() {
        camel.stop();
    }

    private Component component(String scheme) throws Exception {
        if (PURE.contains(scheme)) {
            return new DefaultComponentResolver().resolveComponent(scheme, camel);
        }
        if (scheme.equals(MAPPING)) {
            return hub.getComponent(MAPPING, MappingComponent.class).with(mappings);
        }
        if (scheme.equals(DIRECT)) {
            DirectComponent direct = new DirectComponent();
            // What is not there will not come.
            direct.setBlock(false);
            return direct;
        }
        return new DefaultComponent(camel) {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                parameters.clear();
                return new CatchingEndpoint(uri, this);
            }
        };
    }

    /// @param endpoint to which it was sent
    record Caught(String endpoint, @Nullable Object body) {}

    private final class CatchingEndpoint extends DefaultEndpoint {

        CatchingEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    caught.add(
                            new Caught(getEndpointUri(), exchange.getMessage().getBody()));
                }
            };
        }

        /// Nothing comes from it.
        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }
    }

    /// The hub's, but for what belongs to its own Camel: a component that another Camel finds becomes its own.
    private record Beans(CamelContext hub) implements BeanRepository {

        @Override
        public @Nullable Object lookupByName(String name) {
            Object bean = hub.getRegistry().lookupByName(name);
            return bean != null && isShown(bean) ? bean : null;
        }

        @Override
        public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
            Object bean = lookupByName(name);
            return type.isInstance(bean) ? type.cast(bean) : null;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return isCamels(type)
                    ? Map.of()
                    : hub.getRegistry().findByTypeWithName(type).entrySet().stream()
                            .filter(entry -> isShown(entry.getValue()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return isCamels(type)
                    ? Set.of()
                    : hub.getRegistry().findByType(type).stream()
                            .filter(Beans::isShown)
                            .collect(Collectors.toSet());
        }

        private static boolean isShown(Object bean) {
            return !(bean instanceof Component) && !(bean instanceof CamelContext);
        }

        /// Strategies, plugins and listeners of the hub's Camel are none of this one.
        private static boolean isCamels(Class<?> type) {
            return type.getName().startsWith("org.apache.camel.");
        }
    }
}
