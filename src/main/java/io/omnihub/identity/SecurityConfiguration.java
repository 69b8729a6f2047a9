package io.omnihub.identity;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Closes everything that [Permissions] does not open.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoginProperties.class)
class SecurityConfiguration {

    private static final int STRENGTH = 12;

    /// A salt and a digest, made up: to make a true one would take a start a third of a second.
    private static final String NOBODY = "$2a$" + STRENGTH + "$9Uq1mYfNo8hT3kZbVx5LdOeR7sWcJtGpAiKuQyBnMzXvFhDlEgC2a";

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BoundedEncoder(new BCryptPasswordEncoder(STRENGTH));
    }

    @Bean
    Accounts accounts(Database database, PasswordEncoder passwords, Clock clock) {
        return new Accounts(database, passwords, clock);
    }

    @Bean
    AuditLog auditLog(Database database, Clock clock) {
        return new AuditLog(database, clock);
    }

    @Bean
    Credentials credentials(Database database, LoginSessions sessions, Clock clock) {
        return new Credentials(database, sessions, clock);
    }

    @Bean
    IdentityEnds identityEnds(Credentials credentials, Clock clock) {
        return new IdentityEnds(credentials, clock);
    }

    @Bean
    Loop identityChecks(IdentityEnds ends, Loops loops) {
        return loops.loop("identity-ends", ends::check).every(IdentityEnds.PAUSE);
    }

    @Bean
    ApiTokens apiTokens(Database database, AuditLog audit, IdentityEnds ends, Clock clock) {
        return new ApiTokens(database, audit, ends, clock);
    }

    @Bean
    Tickets tickets(Database database, Credentials credentials, Clock clock) {
        return new Tickets(database, credentials, clock);
    }

    @Bean
    Devices devices(TenantRegistry tenants) {
        return new Devices(tenant -> tenants.find(tenant).orElseThrow().idKey());
    }

    @Bean
    Login login(
            Accounts accounts,
            ApiTokens tokens,
            PasswordEncoder passwords,
            Devices devices,
            TenantRegistry tenants,
            AuditLog audit) {
        return new Login(
                accounts,
                tokens,
                new PasswordCheck(passwords, NOBODY, System::nanoTime),
                devices,
                tenants,
                audit,
                System::nanoTime);
    }

    @Bean
    LoginSessions loginSessions(Database database, LoginProperties properties, Clock clock) {
        return new LoginSessions(database, properties, clock);
    }

    @Bean
    Logins logins(
            Database database,
            Login login,
            Devices devices,
            LoginSessions sessions,
            Accounts accounts,
            PasswordEncoder passwords,
            AuditLog audit,
            IdentityEnds ends) {
        return new Logins(database, login, devices, sessions, accounts, passwords, audit, ends);
    }

    @Bean
    AccountChanges accountChanges(
            Database database,
            Accounts accounts,
            LoginSessions sessions,
            PasswordEncoder passwords,
            AuditLog audit,
            IdentityEnds ends) {
        return new AccountChanges(database, accounts, sessions, passwords, audit, ends);
    }

    @Bean
    SessionCookie sessionCookie(LoginProperties properties) {
        return new SessionCookie(properties);
    }

    /// Visitors prove themselves by tokens of their own, which the controllers check.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain visitorSecurity() {
        return unfiltered(Permissions.VISITORS);
    }

    /// The headers by which browsers forbid other sites to embed something would forbid the widget.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    SecurityFilterChain widgetSecurity() {
        return unfiltered(Permissions.EMBEDDED);
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (_, response, _) -> Refusal.rejected(response);
    }

    /// Watching each filter of each request costs more than the filters do.
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Login login, Logins logins) throws Exception {
        return http.authorizeHttpRequests(SecurityConfiguration::permissions)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // The logins are ours, and so is the check.
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> anonymous.principal("anonymous"))
                .addFilterBefore(new CredentialFilter(login), AuthorizationFilter.class)
                .addFilterBefore(new CookieFilter(logins), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, _) -> Refusal.unauthenticated(request, response))
                        .accessDeniedHandler((request, response, _) -> Refusal.denied(request, response)))
                .headers(SecurityConfiguration::headers)
                .build();
    }

    private static SecurityFilterChain unfiltered(List<String> paths) {
        PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
        return new DefaultSecurityFilterChain(
                new OrRequestMatcher(paths.stream().map(builder::matcher).toArray(RequestMatcher[]::new)));
    }

    private static void permissions(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(Permissions.OPEN.toArray(String[]::new)).permitAll();
        for (Permissions.Rule rule : Permissions.RULES) {
            rule.matchers().map(requests::requestMatchers).forEach(url -> {
                if (rule.open()) {
                    url.permitAll();
                } else {
                    url.access(AuthorizationManagers.allOf(
                            AuthorityAuthorizationManager.hasAnyAuthority(rule.authorities()),
                            (caller, _) -> new AuthorizationDecision(
                                    rule.isFor(caller.get().getPrincipal()))));
                }
            });
        }
        requests.anyRequest().denyAll();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
    }
}
