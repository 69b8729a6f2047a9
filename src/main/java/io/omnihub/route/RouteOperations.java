package io.omnihub.route;

import io.omnihub.identity.Callers;
import io.omnihub.mapping.MappingComponent;
import io.omnihub.yaml.Problem;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/// Shows the route files to operators, as `io.omnihub:type=Routes`.
final class RouteOperations implements RouteMXBean, InitializingBean, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RouteOperations.class);

    private final RouteFiles files;
    private final RouteLoading loading;
    private final MappingComponent mapping;
    private final MBeanServer operators = ManagementFactory.getPlatformMBeanServer();
    private boolean shown;

    RouteOperations(RouteFiles files, RouteLoading loading, MappingComponent mapping) {
        this.files = files;
        this.loading = loading;
        this.mapping = mapping;
    }

    @Override
    public void afterPropertiesSet() throws JMException {
        try {
            operators.registerMBean(this, name());
            shown = true;
        } catch (InstanceAlreadyExistsException e) {
            LOG.debug("Another hub in this process has shown its routes", e);
        }
    }

    @Override
    public void destroy() throws JMException {
        if (shown) {
            operators.unregisterMBean(name());
        }
    }

    @Override
    public List<String> getFiles() {
        return files.statuses().stream()
                .map(status -> status.file() + " " + status.state() + " " + status.routes())
                .toList();
    }

    @Override
    public List<String> getFindings() {
        return files.statuses().stream()
                .flatMap(status -> status.findings().stream())
                .map(Problem::toString)
                .toList();
    }

    @Override
    public List<String> getLongFiles() {
        return mapping.longFiles().stream()
                .map(file -> "%s %s%s: %d rows are behind, about %d before it"
                        .formatted(file.route(), file.name(), file.waits() ? " waits" : "", file.rows(), file.left()))
                .toList();
    }

    @Override
    public List<String> check(String file, String text) {
        return files.check(file, text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Problem::toString)
                .toList();
    }

    @Override
    public List<String> attempt(String file) {
        return files
                .attemptAlone(file)
                .orElseThrow(() -> new IllegalStateException("another trial runs just now"))
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @Override
    public List<String> versions(String file) {
        return loading.versions(file).stream()
                .map(version -> version.number() + " " + version.what() + " " + version.at() + " " + version.who() + " "
                        + version.hash())
                .toList();
    }

    @Override
    public List<String> rollBack(String file, long version) {
        return loading.rollBack(file, version, Callers.who()).stream()
                .map(Problem::toString)
                .toList();
    }

    @Override
    public String remove(String file) {
        try {
            loading.remove(file, Callers.who());
            return "removed";
        } catch (NoSuchElementException _) {
            return "there is no such file";
        } catch (IllegalStateException e) {
            return Objects.toString(e.getMessage(), "");
        }
    }

    @Override
    public List<String> activate() {
        loading.activate(Callers.who());
        return getFindings();
    }

    private static ObjectName name() throws MalformedObjectNameException {
        return new ObjectName("io.omnihub:type=Routes");
    }
}
