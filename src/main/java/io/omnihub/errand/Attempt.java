package io.omnihub.errand;

import io.omnihub.message.TenantId;

/// One attempt at an errand. Its outcome counts as long as it is the last one.
///
/// @param number from 1
public record Attempt(ErrandId id, TenantId tenant, String target, int number) {}
