package io.omnihub.cluster;

import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import org.apache.camel.cluster.CamelClusterService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The cluster service, and the component's bean, under the name by which Camel finds it.
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    CamelClusterService clusterService(Database database, Loops loops) {
        return new LeaderService(new Leaderships(database), loops);
    }

    @Bean("master-component")
    MasterComponent masterComponent(CamelClusterService service) {
        return new MasterComponent(service);
    }
}
