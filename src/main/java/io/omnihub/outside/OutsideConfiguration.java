package io.omnihub.outside;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The wall's bean.
@Configuration(proxyBeanMethods = false)
class OutsideConfiguration {

    /// @param allowed networks that may be called beside public addresses, where people name addresses
    @Bean
    PublicHttp publicHttp(@Value("${omnihub.http.allowed-networks:}") List<String> allowed) {
        try {
            return new PublicHttp(new PublicAddresses(allowed));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("omnihub.http.allowed-networks: " + e.getMessage(), e);
        }
    }
}
