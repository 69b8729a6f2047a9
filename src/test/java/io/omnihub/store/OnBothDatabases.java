package io.omnihub.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that runs once on SQLite and once on PostgreSQL; its parameter is the kind.
@EnumSource(Database.Kind.class)
@ParameterizedTest(name = "{0}")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnBothDatabases {}
