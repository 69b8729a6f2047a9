package io.omnihub.identity;

import io.omnihub.store.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Closes everything that [Permissions] does not open.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final int STRENGTH = 12;

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder(STRENGTH);
    }

    @Bean
    Accounts accounts(Database database, PasswordEncoder passwords, Clock clock) {
        return new Accounts(database, passwords, clock);
    }

    @Bean
    ApiTokens apiTokens(Database database, Clock clock) {
        return new ApiTokens(database, clock);
    }

    @Bean
    Tickets tickets(Database database, Clock clock) {
        return new Tickets(database, clock);
    }

    @Bean
    Login login(Accounts accounts, ApiTokens tokens, PasswordEncoder passwords) {
        return new Login(accounts, tokens, new PasswordCheck(passwords, System::nanoTime));
    }

    /// Platforms prove themselves by their signatures: their calls pass the firewall, and no filter after it.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain callbackSecurity() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher(Permissions.CALLBACKS));
    }

    /// Visitors prove themselves by tokens of their own, which the controllers check.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    SecurityFilterChain visitorSecurity() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return new DefaultSecurityFilterChain(new OrRequestMatcher(
                Permissions.VISITORS.stream().map(paths::matcher).toArray(RequestMatcher[]::new)));
    }

    /// Watching each filter of each request costs more than the filters do.
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Login login) throws Exception {
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(Permissions.OPEN.toArray(String[]::new)).permitAll();
            for (Permissions.Rule rule : Permissions.RULES) {
                rule.matchers()
                        .forEach(matcher -> requests.requestMatchers(matcher).hasAnyAuthority(rule.authorities()));
            }
            requests.anyRequest().denyAll();
        });
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // There are no cookies: nothing that a foreign page could make a browser send along by itself.
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> anonymous.principal("anonymous"))
                .addFilterBefore(new CredentialFilter(login), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (_, response, _) -> Refusal.unauthenticated(response))
                        .accessDeniedHandler((request, response, _) -> Refusal.denied(request, response)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }
}
